using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;

namespace Vitrine.Forecast.Tests.Support;

/// <summary>A model that repeats the last candle, and before that does what a test wants: waits, fails, says when it was told to stop.</summary>
internal sealed class ScriptedForecaster : IForecaster
{
    private int _calls;
    private int _running;

    public string Name => "scripted";

    public string Version => "7";

    /// <summary>Runs before the answer, on the worker's thread.</summary>
    public Action<ForecastInput, CancellationToken>? Before { get; set; }

    /// <summary>Calls so far.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Calls that have not returned.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>What the newest call was given.</summary>
    public ForecastInput? Newest { get; private set; }

    /// <summary>Makes every call wait until it is told to stop, as a model does that takes far too long.</summary>
    public ScriptedForecaster ThatNeverEnds()
    {
        Before = (_, stop) =>
        {
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
        };
        return this;
    }

    public Prediction Predict(ForecastInput input, CancellationToken stop)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Increment(ref _running);
        try
        {
            Newest = input;
            Before?.Invoke(input, stop);
            var history = input.History;
            double[] Repeat(double value) => [.. Enumerable.Repeat(value, input.FutureTimestamps.Length)];
            var path = new CandleSeries(input.FutureTimestamps, Repeat(history.Open[^1]), Repeat(history.High[^1]), Repeat(history.Low[^1]), Repeat(history.Close[^1]), history.Volume is null ? null : Repeat(history.Volume[^1]));
            return new Prediction(path, input.IncludeBands ? new Bands(0.8, Repeat(1), Repeat(2)) : null, Repeat(history.Close[^1]), "last value", null, null);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
