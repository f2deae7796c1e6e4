using System.Buffers;
using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine.Seasons;
using Vitrine.Forecast.Engine.Uncertainty;

namespace Vitrine.Forecast.Engine.Selection;

/// <summary>Forecasts the close: candidates compete at earlier origins, and the weights that they earn there mix what they predict now.</summary>
/// <remarks>
/// 1. The close becomes logarithms. 2. Every candidate predicts from earlier origins. 3. Errors become weights. 4. The weighted candidates predict from the
/// end of the history. 5. The weighted errors say how far off that may be.
/// </remarks>
internal static class CloseEnsemble
{
    /// <summary>Fills the centre with the forecast, logarithms of price, one per future timestamp.</summary>
    public static CloseForecast Forecast(CandleSeries history, ReadOnlySpan<long> future, Span<double> centre, CancellationToken stop)
    {
        // Step 1: logarithms.
        int length = history.Count;
        var buffer = ArrayPool<double>.Shared.Rent(length);
        try
        {
            var values = buffer.AsSpan(0, length);
            for (int i = 0; i < length; i++) values[i] = Math.Log(history.Close[i]);
            return length < RollingOrigin.FewestValues ? Unvalidated(history, values, centre) : Validated(history, values, future, centre, stop);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    private static CloseForecast Validated(CandleSeries history, ReadOnlySpan<double> values, ReadOnlySpan<long> future, Span<double> centre, CancellationToken stop)
    {
        using var season = new SeasonalAdjustment(history.Timestamps, future);
        using var candidates = new Candidates(season, values.Length);
        using var validation = new RollingOrigin(values.Length, centre.Length, candidates.Count);

        // Steps 2 and 3: what would have been, and what each has to say now.
        validation.Run(candidates, values, stop);
        Span<double> errors = stackalloc double[candidates.Count], weights = stackalloc double[candidates.Count];
        for (int model = 0; model < errors.Length; model++) errors[model] = validation.MeanError(model);
        ModelWeights.Fill(errors, validation.Independent, weights);

        // Step 4: the forecast.
        Mix(candidates, values, weights, centre);

        // Step 5: its errors.
        validation.Combine(weights);
        double scale = MeanMove(values);
        return new CloseForecast(ErrorGrowth.Of(validation, StatisticalForecaster.BandCoverage), candidates.Describe(weights),
            scale > 0 ? validation.MeanError(RollingOrigin.Combined) / scale : null, scale > 0 ? errors[Candidates.Naive] / scale : null);
    }

    /// <summary>Too short to say which model is right: the last value, as uncertain as a random walk of the moves and ranges there are.</summary>
    private static CloseForecast Unvalidated(CandleSeries history, ReadOnlySpan<double> values, Span<double> centre)
    {
        centre.Fill(values[^1]);
        double range = 0;
        for (int i = 0; i < history.Count; i++) range += (Math.Log(history.High[i]) - Math.Log(history.Low[i])) / history.Count;
        return new CloseForecast(ErrorGrowth.OfWalk(Math.Max(MeanMove(values), range / 2)), "naive 1.00", null, null);
    }

    private static void Mix(Candidates candidates, ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> centre)
    {
        int steps = centre.Length;
        var forecasts = ArrayPool<double>.Shared.Rent(candidates.Count * steps);
        candidates.Forecast(values, forecasts, steps);
        centre.Clear();
        for (int model = 0; model < weights.Length; model++)
            for (int h = 0; h < steps; h++)
                centre[h] += weights[model] * forecasts[model * steps + h];
        ArrayPool<double>.Shared.Return(forecasts);
    }

    /// <summary>The mean absolute move of a candle, which errors are measured in: the error of the last value one step ahead.</summary>
    private static double MeanMove(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 1; i < values.Length; i++) sum += Math.Abs(values[i] - values[i - 1]);
        return values.Length < 2 ? 0 : sum / (values.Length - 1);
    }
}
