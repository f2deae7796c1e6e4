namespace Vitrine.Forecast.Requests;

/// <summary>What a request may ask for: the bounds of spec/kronos.md's schemas, and those that keep one request from taking everything.</summary>
internal sealed record RequestLimits
{
    /// <value>Most candles of one series: 2,048.</value>
    public int MaxCandles { get; init; } = 2048;

    /// <value>Most steps that are predicted: 512.</value>
    public int MaxHorizon { get; init; } = 512;

    /// <value>Most series of a batch; ours. 1,000.</value>
    public int MaxSeries { get; init; } = 1000;

    /// <value>Most sampled paths; ours. 256.</value>
    public int MaxSamples { get; init; } = 256;

    /// <value>Longest name of a series, in characters; ours. 256.</value>
    public int MaxSeriesId { get; init; } = 256;
}
