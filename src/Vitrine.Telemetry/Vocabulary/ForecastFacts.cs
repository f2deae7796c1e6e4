namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of a forecast.</summary>
public static class ForecastFacts
{
    /// <summary>How it was asked for: single, batch.</summary>
    public static readonly Fact<string> Mode = Fact.Text("vitrine.forecast.mode");

    /// <summary>The client's name of the series; absent when it gave none, or asked for several.</summary>
    public static readonly Fact<string> SeriesId = Fact.Text("vitrine.forecast.series_id", FactOrigin.Client);

    /// <summary>Series of a batch; absent for a single one.</summary>
    public static readonly Fact<long> SeriesCount = Fact.Integer("vitrine.forecast.series_count", "{series}");

    /// <summary>Input candles: of one series in a <see cref="ForecastKinds.Input"/>, of all together in a prediction.</summary>
    public static readonly Fact<long> Rows = Fact.Integer("vitrine.forecast.rows", "{row}");

    /// <summary>Candles to predict, per series.</summary>
    public static readonly Fact<long> Horizon = Fact.Integer("vitrine.forecast.horizon", "{row}");

    /// <summary>How long the prediction may take.</summary>
    public static readonly Fact<TimeSpan> Timeout = Fact.Duration("vitrine.forecast.timeout");

    /// <summary>The time above which a prediction counts as slow; only on one that took longer.</summary>
    public static readonly Fact<TimeSpan> SlowAfter = Fact.Duration("vitrine.forecast.slow_after");

    /// <summary>The model that answered, with its version.</summary>
    public static readonly Fact<string> Model = Fact.Text("vitrine.forecast.model", FactOrigin.Resolved);
}
