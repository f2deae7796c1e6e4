namespace Vitrine.Telemetry.Vocabulary;

/// <summary>The outermost scope of every request, and what a server does for its answer whatever it answers.</summary>
public static class HttpKinds
{
    /// <summary>An HTTP request, from the first middleware to the last byte. Health and metrics paths never open one.</summary>
    public static readonly Kind Http = Kind.Scope(
        "http",
        [HttpFacts.Method, HttpFacts.Path, HttpFacts.Target, HttpFacts.Protocol, HttpFacts.ClientAddress, HttpFacts.UserAgent, HttpFacts.RequestId],
        HttpFacts.Route, HttpFacts.StatusCode, HttpFacts.Status, HttpFacts.RequestBodySize, HttpFacts.ResponseBodySize, HttpFacts.Unhandled,
        HttpFacts.UserId, HttpFacts.Caller, CoreFacts.ErrorType, CoreFacts.ErrorMessage, CoreFacts.ExceptionStacktrace);

    /// <summary>
    /// Sending the answer: a document from the first byte written to the last, a stream from its first event to the flush of its last. A stream's
    /// begins while the answer is still being made. It carries the status itself, which the request has only at its end.
    /// </summary>
    public static readonly Kind Send = Kind.Scope("send", [], HttpFacts.StatusCode);

    /// <summary>All kinds of an HTTP server.</summary>
    public static readonly IReadOnlyList<Kind> All = [Http, Send];
}
