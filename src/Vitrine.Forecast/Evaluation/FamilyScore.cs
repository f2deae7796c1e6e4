namespace Vitrine.Forecast.Evaluation;

/// <summary>How an engine did on the series of one family. Scaled errors are means over series of the mean absolute error of the close over the error of the last value one step ahead.</summary>
/// <param name="Family">The kind of series.</param>
/// <param name="Series">How many of them.</param>
/// <param name="Mase">The engine's scaled error.</param>
/// <param name="NaiveMase">The last value's scaled error.</param>
/// <param name="Coverage">The share of closes that lay within the band.</param>
/// <param name="MillisecondsPerForecast">The median wall time of a forecast on one thread.</param>
public sealed record FamilyScore(SeriesFamily Family, int Series, double Mase, double NaiveMase, double Coverage, double MillisecondsPerForecast)
{
    /// <summary>The engine's error over the last value's: below 1 the engine is better.</summary>
    public double Ratio => Mase / NaiveMase;
}
