namespace Vitrine.Forecast.Engine.Selection;

/// <summary>How much each candidate has to say, from its errors in validation.</summary>
internal static class ModelWeights
{
    /// <summary>How sharply better models are preferred: one with a third more error has a tenth of the weight. Figures hardly depend on it from 6 to 16.</summary>
    private const double Sharpness = 8;

    /// <summary>
    /// How far the others must beat the last value before they weigh as much, at one independent test; at ten a tenth of that. A model that was lucky
    /// costs most on a random walk, where nothing beats the last value.
    /// </summary>
    private const double Doubt = 0.4;

    /// <summary>Fills the weights from the mean absolute errors; they sum to 1.</summary>
    public static void Fill(ReadOnlySpan<double> errors, double independentTests, Span<double> weights)
    {
        errors.CopyTo(weights);
        weights[Candidates.Naive] /= 1 + Doubt / independentTests;
        double least = double.PositiveInfinity, sum = 0;
        foreach (double error in weights) least = Math.Min(least, error);
        foreach (ref double weight in weights)
        {
            // Equal errors, zero included, weigh the same.
            weight = weight <= least ? 1 : Math.Pow(least / weight, Sharpness);
            sum += weight;
        }

        foreach (ref double weight in weights) weight /= sum;
    }
}
