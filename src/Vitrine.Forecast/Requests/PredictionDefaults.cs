namespace Vitrine.Forecast.Requests;

/// <summary>What applies where a request says nothing: <c>KRONOS_DEFAULT_*</c> and <c>KRONOS_MAX_CONTEXT</c>.</summary>
public sealed record PredictionDefaults
{
    /// <value>Steps to predict where a request brings no times for them. The default is 120.</value>
    public int Horizon { get; init; } = 120;

    /// <value>Candles that the model looks at, the newest; of a longer series the rest is not used. The default is 400.</value>
    public int Lookback { get; init; } = 400;

    /// <value>The default is 1.</value>
    public double Temperature { get; init; } = 1;

    /// <value>The default is 0, which is all.</value>
    public int TopK { get; init; }

    /// <value>The default is 0.9.</value>
    public double TopP { get; init; } = 0.9;

    /// <value>The default is 1.</value>
    public int SampleCount { get; init; } = 1;

    /// <value>What sampled candles do beyond so many deviations of the past counts as that many. No request overrides it. The default is 5.</value>
    public double Clip { get; init; } = 5;
}
