namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What happens in a forecaster between request and answer: http > guard | validate | prediction > prediction_input | queue_wait | model_inference.</summary>
/// <remarks>
/// A prediction begins when its request is valid: what a guard or the schema refuses stays an http scope. A forecaster whose model is not
/// loaded ends it as <see cref="Outcome.Rejected"/>. Errors land on the http scope, where the access line reads them too.
/// </remarks>
public static class ForecastKinds
{
    /// <summary>Reading the body and holding it against the schema.</summary>
    public static readonly Kind Validate = Kind.Scope("validate", []);

    /// <summary>One prediction, of one series or of a batch, from the valid request to the last predicted candle.</summary>
    public static readonly Kind Prediction = Kind.Scope(
        "prediction",
        [ForecastFacts.Mode, ForecastFacts.SeriesId, ForecastFacts.SeriesCount, ForecastFacts.Rows, ForecastFacts.Horizon, ForecastFacts.Timeout],
        ForecastFacts.Model, ForecastFacts.SlowAfter);

    /// <summary>One series of a prediction: once for a single one, once per item of a batch.</summary>
    public static readonly Kind Input = Kind.Point("prediction_input", ForecastFacts.SeriesId, ForecastFacts.Rows);

    /// <summary>The model's own work, without preparation and shaping.</summary>
    public static readonly Kind ModelInference = Kind.Scope("model_inference", []);

    /// <summary>All kinds of a forecaster.</summary>
    public static readonly IReadOnlyList<Kind> All = [Validate, Prediction, Input, ModelInference];
}
