using Vitrine.Traffic;

namespace Vitrine.Tests.Traffic;

public sealed class ArrivalsTests
{
    private const double PerSecond = 20;

    [Fact]
    public void Open_Even_ComesAtTheRateWithExponentialGaps()
    {
        var times = Times(ArrivalPattern.Even, TimeSpan.FromHours(1));

        // Of a Poisson process of 72,000 arrivals, four standard deviations are 1.5 %.
        (times.Length / 3600.0).ShouldBe(PerSecond, PerSecond * 0.015);
        var gaps = times.Zip(times.Skip(1), (one, next) => next - one).ToArray();
        gaps.ShouldAllBe(gap => gap >= 0);
        (gaps.Count(gap => gap > 1 / PerSecond) / (double)gaps.Length).ShouldBe(1 / Math.E, 0.01);
    }

    [Fact]
    public void Open_Bursts_KeepTheMeanAndSendMostInTwoOfTenSeconds()
    {
        var times = Times(ArrivalPattern.Bursts, TimeSpan.FromHours(1));

        (times.Length / 3600.0).ShouldBe(PerSecond, PerSecond * 0.015);
        // 8 s of weight 0.5 against 2 s of weight 3.
        (times.Count(time => time % 10 >= 8) / (double)times.Length).ShouldBe(0.6, 0.01);
    }

    [Fact]
    public void Open_SameSeed_ComesAtTheSameTimes() =>
        Times(ArrivalPattern.Waves, TimeSpan.FromMinutes(5)).ShouldBe(Times(ArrivalPattern.Waves, TimeSpan.FromMinutes(5)));

    [Fact]
    public void Open_AskedLate_DoesNotWait() => new OpenArrivals(PerSecond, ArrivalPattern.Even, new Random(1)).Next(TimeSpan.FromHours(1)).ShouldBeLessThan(TimeSpan.FromSeconds(1));

    [Fact]
    public void Closed_ComesWhenTheCallerIsFree() => new ClosedArrivals().Next(TimeSpan.FromSeconds(7)).ShouldBe(TimeSpan.FromSeconds(7));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 4)]
    [InlineData(4, 8)]
    [InlineData(7, 9)]
    [InlineData(10, 10)]
    [InlineData(24, 28)]
    public void TimeOf_InBursts_InvertsTheSummedRate(double arrivals, double seconds) => ArrivalPattern.Bursts.TimeOf(arrivals).ShouldBe(seconds, 1e-9);

    [Fact]
    public void TimeOf_ASilentPhase_IsSkipped() => new ArrivalPattern((1, 0), (1, 2)).TimeOf(0.001).ShouldBeGreaterThan(1);

    private static double[] Times(ArrivalPattern pattern, TimeSpan until)
    {
        var arrivals = new OpenArrivals(PerSecond, pattern, new Random(7));
        var times = new List<double>();
        for (var next = arrivals.Next(TimeSpan.Zero); next < until; next = arrivals.Next(TimeSpan.Zero)) times.Add(next.TotalSeconds);
        return [.. times];
    }
}
