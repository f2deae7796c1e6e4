using Vitrine.Forecast.Engine.Sampling;
using Vitrine.Forecast.Engine.Seasons;

namespace Vitrine.Forecast.Tests.Engine.Seasons;

public sealed class SeasonTests
{
    [Fact]
    public void Cycles_OfHours_AreDayAndWeek() => SeasonalCycle.Of(Given.Hours(24 * 30)).Select(cycle => cycle.Period).ShouldBe([24, 168]);

    [Fact]
    public void Cycles_OfFiveMinutes_AreHourAndDay() =>
        SeasonalCycle.Of([.. Enumerable.Range(0, 1000).Select(i => Given.Start + i * TimeSpan.TicksPerMinute * 5)]).Select(cycle => cycle.Period).ShouldBe([12, 288]);

    [Fact]
    public void Cycles_OfDaysWithoutWeekends_AreWeeksOfFiveCandles()
    {
        long[] days = [.. Enumerable.Range(0, 100).Select(i => Given.Start + i * TimeSpan.TicksPerDay).Where(day => day / TimeSpan.TicksPerDay % 7 < 5)];
        var week = SeasonalCycle.Of(days).ShouldHaveSingleItem();
        (week.Period, week.Window).ShouldBe((7, 5));
        week.Place(days[0]).ShouldBe(week.Place(days[5]));
    }

    [Fact]
    public void Cycles_OfFewCandles_AreNone() => SeasonalCycle.Of(Given.Hours(48)).ShouldBeEmpty();

    [Fact]
    public void Adjustment_TakesTheWaveOut_AndPutsItBack()
    {
        var random = new SeededRandom(1);
        double[] wave = [.. Enumerable.Range(0, 240).Select(i => Math.Sin(2 * Math.PI * i / 24))], values = [.. wave.Select(value => value + 0.1 * random.Normal())];
        using var season = new SeasonalAdjustment(Given.Hours(216), Given.Hours(24, Given.Start + 216 * TimeSpan.TicksPerHour));
        season.Fit(values.AsSpan(0, 216));
        season.Found.ShouldBeTrue();
        var adjusted = new double[216];
        season.Remove(values.AsSpan(0, 216), adjusted);
        adjusted.Max(Math.Abs).ShouldBeLessThan(0.5);
        var future = new double[24];
        season.Restore(216, future);
        for (int h = 0; h < 24; h++) future[h].ShouldBe(wave[216 + h], 0.15);
    }

    [Fact]
    public void Adjustment_OfRandomWalks_IsSeldomFound()
    {
        int found = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom(seed);
            double value = 0;
            double[] walk = [.. Enumerable.Range(0, 240).Select(_ => value += random.Normal())];
            using var season = new SeasonalAdjustment(Given.Hours(240), []);
            season.Fit(walk);
            if (season.Found) found++;
        }

        found.ShouldBeLessThan(20);
    }
}
