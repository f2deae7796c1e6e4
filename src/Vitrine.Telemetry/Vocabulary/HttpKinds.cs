namespace Vitrine.Telemetry.Vocabulary;

/// <summary>The outermost scope of every request.</summary>
public static class HttpKinds
{
    /// <summary>An HTTP request, from the first middleware to the last byte. Health and metrics paths never open one.</summary>
    public static readonly Kind Http = Kind.Scope(
        "http",
        [HttpFacts.Method, HttpFacts.Path, HttpFacts.Target, HttpFacts.Protocol, HttpFacts.ClientAddress, HttpFacts.UserAgent, HttpFacts.RequestId],
        HttpFacts.Route, HttpFacts.StatusCode, HttpFacts.Status, HttpFacts.RequestBodySize, HttpFacts.ResponseBodySize, HttpFacts.Unhandled,
        HttpFacts.UserId, HttpFacts.Caller, CoreFacts.ErrorType, CoreFacts.ErrorMessage, CoreFacts.ExceptionStacktrace);
}
