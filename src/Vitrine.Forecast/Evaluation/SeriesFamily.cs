namespace Vitrine.Forecast.Evaluation;

/// <summary>A kind of series that the engine is judged on.</summary>
public enum SeriesFamily
{
    /// <summary>Grows or falls steadily, with noise around the line; the slope changes a little now and then.</summary>
    Trend,

    /// <summary>Repeats every day around a level that wanders slowly.</summary>
    Seasonality,

    /// <summary>Repeats every day around a line.</summary>
    TrendAndSeasonality,

    /// <summary>Changes its level, its slope and its noise a few times.</summary>
    RegimeChange,

    /// <summary>Is pulled back to a level.</summary>
    MeanReversion,

    /// <summary>Latency as services have it: noise around a level, a daily wave, and spikes.</summary>
    Spikes,

    /// <summary>A random walk with calm and wild times: nothing can be known of it but its last value.</summary>
    RandomWalk,
}
