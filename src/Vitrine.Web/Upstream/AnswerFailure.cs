using Vitrine.Telemetry;

namespace Vitrine.Web.Upstream;

/// <summary>Why there is no whole answer: one sentence for people, a status, a name for metrics.</summary>
/// <param name="Type"><c>error.type</c>: upstream_error, stream_error, timeout, rate_limit; invalid_request, body_too_large.</param>
/// <param name="Status">The status for the client, where none was sent yet.</param>
/// <param name="Outcome">How the inference ends.</param>
/// <param name="Sentence">What the client reads; it names no address.</param>
/// <param name="Detail">What the log says besides; never a message of the chat.</param>
internal sealed record AnswerFailure(string Type, int Status, Outcome Outcome, string Sentence, string? Detail = null)
{
    /// <summary>The sentence and the detail, for <c>error.message</c>.</summary>
    public string Message => Detail is null ? Sentence : $"{Sentence.TrimEnd('.')}: {Detail}";

    /// <summary>What was sent is no request; the document's own words.</summary>
    public static AnswerFailure InvalidBody(string detail) => new("invalid_request", StatusCodes.Status400BadRequest, Outcome.Rejected, "Invalid request body", detail);

    /// <summary>The request is longer than what is read.</summary>
    public static AnswerFailure BodyTooLarge(int mostBytes) => new("body_too_large", StatusCodes.Status413PayloadTooLarge, Outcome.Rejected, $"The request is longer than {mostBytes} bytes.");

    /// <summary>Nobody answers there.</summary>
    public static AnswerFailure Unreachable(string reason) => Upstream("The model's server cannot be reached.", reason);

    /// <summary>A status that is no success.</summary>
    public static AnswerFailure Refused(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => new("rate_limit", status, Outcome.Rejected, "The model's server takes no more requests for the moment. Try again later."),
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => TooSlow("The model's server ran out of time.", $"It answered {status}."),
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => Upstream("The model's server does not accept the key of this application.", $"It answered {status}."),
        StatusCodes.Status404NotFound => Upstream("The model's server does not know this model.", $"It answered {status}."),
        StatusCodes.Status503ServiceUnavailable => Upstream("The model's server is not ready for requests.", $"It answered {status}."),
        < StatusCodes.Status500InternalServerError => Upstream("The model's server refused the request.", $"It answered {status}."),
        _ => Upstream("The model's server failed.", $"It answered {status}."),
    };

    /// <summary>200, and then no stream of events: a page of a proxy, a document.</summary>
    public static AnswerFailure NoEventStream(string? mediaType) => Upstream("What answers in the place of the model's server is not one.", $"It sent {mediaType ?? "no media type"}, not text/event-stream.");

    /// <summary>What was sent for a list of models is none.</summary>
    public static AnswerFailure NoModelList() => Upstream("What answers in the place of the model's server is not one.", "It sent no list of models.");

    /// <summary>Nobody named a model, and there is none to choose.</summary>
    public static AnswerFailure NoModel() => Upstream("The model's server offers no model.", null);

    /// <summary>Nothing within the time that was given.</summary>
    public static AnswerFailure TooSlow(string sentence, string? detail = null) => new("timeout", StatusCodes.Status504GatewayTimeout, Outcome.Timeout, sentence, detail);

    /// <summary>The connection ended before the answer.</summary>
    public static AnswerFailure CutOff(string? reason = null) => Stream("The model's server broke off its answer.", reason);

    /// <summary>An event whose data is no JSON.</summary>
    public static AnswerFailure InvalidJson() => Stream("The model's server sent what cannot be read.", "An event's data is no valid JSON.");

    /// <summary>An event beyond the limit.</summary>
    public static AnswerFailure TooLong(int mostBytes) => Stream("The model's server sent what cannot be read.", $"An event is longer than {mostBytes} bytes.");

    /// <summary>The stream itself says that it failed. What it says stays with it: it may quote the chat.</summary>
    public static AnswerFailure Reported() => Stream("The model's server reported a failure in its answer.", null);

    private static AnswerFailure Upstream(string sentence, string? detail) => new("upstream_error", StatusCodes.Status502BadGateway, Outcome.Error, sentence, detail);

    private static AnswerFailure Stream(string sentence, string? detail) => new("stream_error", StatusCodes.Status502BadGateway, Outcome.Error, sentence, detail);
}
