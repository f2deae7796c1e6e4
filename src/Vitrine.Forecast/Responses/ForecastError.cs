using Vitrine.Forecast.Requests;
using Vitrine.Telemetry;

namespace Vitrine.Forecast.Responses;

/// <summary>Why a request gets no prediction: in the words of its client, and in those of its scope.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Name">What clients read in <c>error</c>.</param>
/// <param name="Message">A sentence for people. Never internal text.</param>
/// <param name="Outcome">How the request ended.</param>
internal sealed record ForecastError(int Status, string Name, string Message, Outcome Outcome)
{
    /// <value>A low-cardinality name for <c>error.type</c>.</value>
    public required string Type { get; init; }

    /// <value>Whether the original's <c>detail</c> holds the sentence, as it does where its own framework answers.</value>
    public bool HasDetail { get; init; }

    /// <value>What is wrong with the body, each thing by itself; empty unless that is why.</value>
    public IReadOnlyList<ValidationIssue> Issues { get; init; } = [];

    /// <value>Seconds until the same request may succeed; null says nothing.</value>
    public int? RetryAfterSeconds { get; init; }

    public static ForecastError NotReady { get; } = new(StatusCodes.Status503ServiceUnavailable, "ModelNotReady", "Model not ready", Outcome.Rejected) { Type = "not_ready", HasDetail = true, RetryAfterSeconds = 1 };

    public static ForecastError QueueFull { get; } = new(StatusCodes.Status503ServiceUnavailable, "QueueFull", "Too many predictions are waiting", Outcome.Rejected) { Type = "queue_full", HasDetail = true, RetryAfterSeconds = 1 };

    public static ForecastError Failed { get; } = new(StatusCodes.Status500InternalServerError, "PredictionFailed", "Prediction failed; the request id finds the reason in the log", Outcome.Error) { Type = "internal_error", HasDetail = true };

    public static ForecastError Invalid(IReadOnlyList<ValidationIssue> issues) => new(StatusCodes.Status422UnprocessableEntity, "ValidationError", SentenceOf(issues), Outcome.Error) { Type = "invalid_request", Issues = issues };

    public static ForecastError Timeout(TimeSpan limit, bool isBatch) =>
        new(StatusCodes.Status504GatewayTimeout, "PredictionTimeout", $"{(isBatch ? "Batch prediction" : "Prediction")} timeout after {limit.TotalSeconds:0.###} seconds", Outcome.Timeout) { Type = "timeout", HasDetail = true };

    public static ForecastError TooLarge(long mostBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "PayloadTooLarge", $"The body is larger than {mostBytes} bytes, the most this service reads", Outcome.Rejected) { Type = "body_size" };

    public static ForecastError BadEncoding(string message) => new(StatusCodes.Status415UnsupportedMediaType, "UnsupportedEncoding", message, Outcome.Error) { Type = "content_encoding" };

    public static ForecastError NotFound(string message) => new(StatusCodes.Status404NotFound, "NotFound", message, Outcome.Error) { Type = "not_found", HasDetail = true };

    public static ForecastError MethodNotAllowed(string message) => new(StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", message, Outcome.Error) { Type = "method_not_allowed", HasDetail = true };

    // The first thing that is wrong, where it is; values are the client's and stay out of logs.
    private static string SentenceOf(IReadOnlyList<ValidationIssue> issues)
    {
        var first = issues[0];
        var more = issues.Count > 1 ? $" (and {issues.Count - 1} more)" : "";
        return $"{string.Join('.', first.Location)}: {first.Message}{more}";
    }
}
