using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Web.Chat;

/// <summary>The names under which a chat is found again in logs, traces and debug pages; every answer carries them.</summary>
/// <param name="RequestId">The request's id.</param>
/// <param name="TraceId">The trace, 32 hex digits, or null where nobody gives ids.</param>
internal sealed record ChatIdentity(string RequestId, string? TraceId)
{
    private const string TraceHeader = "X-Trace-Id";

    /// <summary>Reads the request's and writes the trace's into the answer; the request's own id is answered by the telemetry.</summary>
    public static ChatIdentity Answer(HttpContext context)
    {
        var http = context.Operation();
        var identity = new ChatIdentity(http.Get(HttpFacts.RequestId) ?? "", http.Span?.TraceId.ToHexString());
        if (identity.TraceId is not null) context.Response.Headers[TraceHeader] = identity.TraceId;
        return identity;
    }
}
