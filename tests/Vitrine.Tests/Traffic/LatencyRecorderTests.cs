using Vitrine.Traffic;

namespace Vitrine.Tests.Traffic;

/// <summary>Quantiles against those of the sorted values.</summary>
public sealed class LatencyRecorderTests
{
    private readonly LatencyRecorder _recorder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Quantile_OfValuesOverSixDecades_IsWithinTheBucketsWidth(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 10_000).Select(_ => Math.Floor(Math.Pow(10, random.NextDouble() * 6))).ToArray();
        foreach (var us in values) _recorder.Record(TimeSpan.FromMicroseconds(us));
        Array.Sort(values);

        foreach (var quantile in (double[])[0.001, 0.5, 0.9, 0.95, 0.99, 0.999, 1])
        {
            var exact = values[(int)Math.Ceiling(quantile * values.Length) - 1];
            _recorder.Quantile(quantile).TotalMicroseconds.ShouldBe(exact, exact * 0.004 + 0.5, $"quantile {quantile}");
        }

        _recorder.Max.TotalMicroseconds.ShouldBe(values[^1]);
        _recorder.Count.ShouldBe(values.Length);
    }

    [Fact]
    public void Quantile_OfEveryShortMicrosecond_IsExact()
    {
        for (var us = 0; us < 256; us++)
        {
            var one = new LatencyRecorder();
            one.Record(TimeSpan.FromMicroseconds(us));
            one.Record(TimeSpan.FromHours(1));
            one.Quantile(0.5).TotalMicroseconds.ShouldBe(us);
        }
    }

    [Fact]
    public void Record_BeyondItsRange_CountsAtTheEnds()
    {
        _recorder.Record(TimeSpan.FromDays(3));
        _recorder.Record(TimeSpan.FromSeconds(-1));

        _recorder.Quantile(0.5).ShouldBe(TimeSpan.Zero);
        _recorder.Quantile(1).TotalHours.ShouldBe(1, 0.004);
        _recorder.Max.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Quantile_OfNothing_IsZero() => _recorder.Quantile(0.99).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Quantile_OfOne_IsNoLongerThanTheLongest()
    {
        _recorder.Record(TimeSpan.FromMicroseconds(1_000_001));

        _recorder.Quantile(0.5).ShouldBeLessThanOrEqualTo(_recorder.Max);
    }
}
