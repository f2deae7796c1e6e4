using System.Buffers;
using Vitrine.Forecast.Engine.Sampling;
using Vitrine.Forecast.Engine.Selection;
using Vitrine.Forecast.Engine.Uncertainty;

namespace Vitrine.Forecast.Engine;

/// <summary>
/// The default engine. It needs no weights: a few classical models compete on every series anew, each says as much as its errors in rolling-origin
/// validation allow, and the same errors say how far off the forecast may be. Everything happens on the calling thread, and with a seed the answer depends
/// on the input alone.
/// </summary>
public sealed class StatisticalForecaster : IForecaster
{
    /// <summary>The share of cases that bands are made to hold.</summary>
    public const double BandCoverage = 0.8;

    public string Name => "vitrine-ensemble";

    public string Version => "1";

    public Prediction Predict(ForecastInput input, CancellationToken stop)
    {
        int steps = input.FutureTimestamps.Length;
        var buffer = ArrayPool<double>.Shared.Rent(steps);
        try
        {
            var centre = buffer.AsSpan(0, steps);
            var close = CloseEnsemble.Forecast(input.History, input.FutureTimestamps, centre, stop);
            var path = CandleSampler.Sample(input, centre, stop);
            var naive = new double[steps];
            Array.Fill(naive, input.History.Close[^1]);
            return new Prediction(path, input.IncludeBands ? Around(centre, close.Growth) : null, naive, close.Model, close.Mase, close.NaiveMase);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    private static Bands Around(ReadOnlySpan<double> centre, ErrorGrowth growth)
    {
        double[] lower = new double[centre.Length], upper = new double[centre.Length];
        for (int h = 0; h < centre.Length; h++)
        {
            double reach = growth.At(h + 1);
            lower[h] = LogPrice.ToPrice(centre[h] - reach);
            upper[h] = LogPrice.ToPrice(centre[h] + reach);
        }

        return new Bands(BandCoverage, lower, upper);
    }
}
