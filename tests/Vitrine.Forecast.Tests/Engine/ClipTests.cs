using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;

namespace Vitrine.Forecast.Tests.Engine;

/// <summary><c>KRONOS_CLIP_VALUE</c>: one wild candle of the past does not become a wild candle of the future.</summary>
public sealed class ClipTests
{
    [Fact]
    public void Predict_OneWildWick_ReachesLessWhenClipped()
    {
        Reach(Clip(2)).ShouldBeLessThan(0.8 * Reach(Clip(double.PositiveInfinity)));
        Reach(Clip(1000)).ShouldBe(Reach(Clip(double.PositiveInfinity)));
    }

    private static SamplingOptions Clip(double clip) => new(TopP: 1, SampleCount: 200, Seed: 1, Clip: clip);

    private static double Reach(SamplingOptions sampling)
    {
        const int count = 200;
        var times = Enumerable.Range(0, count + 20).Select(hour => DateTime.UnixEpoch.AddHours(hour).Ticks).ToArray();
        double[] close = [.. Enumerable.Range(0, count).Select(place => 100 + (place % 2))];
        double[] high = [.. close.Select(price => price + 0.1)];
        high[count / 2] = 500;
        var history = new CandleSeries(times[..count], close, high, [.. close.Select(price => price - 0.1)], close);
        var path = new StatisticalForecaster().Predict(new ForecastInput(history, times[count..], sampling), CancellationToken.None).Path;
        return path.High.Zip(path.Close, (top, price) => top - price).Max();
    }
}
