using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Forwarding;

/// <summary>
/// Makes the request that a pod reads: the client's method, path, query and headers without those of its connection, the rewritten body, the
/// gateway's request id, and the trace context of the attempt.
/// </summary>
internal static class UpstreamRequest
{
    /// <summary>The header by which a client asks for the decision; it is the gateway's own.</summary>
    public const string ExplainHeader = "X-Vitrine-Explain";

    /// <summary>The header that carries the request's id, to the pod and back to the client.</summary>
    public const string RequestIdHeader = "X-Request-ID";

    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    /// <summary>A request for one attempt. The caller disposes it.</summary>
    public static HttpRequestMessage Create(Exchange exchange, Operation attempt, Pod pod, RewriteForm form)
    {
        var client = exchange.Context.Request;
        var request = new HttpRequestMessage(HttpMethod.Parse(client.Method), UriOf(client, pod))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        var body = exchange.Request!;
        if (body.Body.Length > 0) request.Content = new RewrittenContent(BodyRewriter.Rewrite(body, exchange.Route!.UpstreamModel, form));
        var (requestId, span) = (exchange.Http.Get(HttpFacts.RequestId), attempt.Span ?? exchange.Http.Span);
        CopyHeaders(client.Headers, request, replacesId: requestId is not null, replacesTrace: span is { IdFormat: ActivityIdFormat.W3C, Id: not null });
        if (requestId is not null) request.Headers.TryAddWithoutValidation(RequestIdHeader, requestId);

        // A client that was told apart by the gateway's own key must not hand that key on.
        if (exchange.Http.Get(HttpFacts.Caller) is not null)
        {
            request.Headers.Remove("Authorization");
            request.Headers.Remove("X-Api-Key");
        }

        if (pod.Description.Key is { } key)
        {
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        }

        Trace(request, span);
        return request;
    }

    private static Uri UriOf(HttpRequest client, Pod pod)
    {
        if (client is { PathBase.HasValue: false, QueryString.HasValue: false, Path.Value: { } path } && RequestOperation.Of(path).IsKnown) return pod.UriOf(path);
        return new Uri(pod.Address, $"{client.PathBase}{client.Path}{client.QueryString}");
    }

    private static void CopyHeaders(IHeaderDictionary from, HttpRequestMessage to, bool replacesId, bool replacesTrace)
    {
        var connection = from.Connection.ToString();
        foreach (var (name, values) in from)
        {
            if (IsOurs(name) || HopByHopHeaders.Contains(name, connection)) continue;
            if (replacesId && name.Equals(RequestIdHeader, StringComparison.OrdinalIgnoreCase)) continue;
            if (replacesTrace && (name.Equals(TraceParent, StringComparison.OrdinalIgnoreCase) || name.Equals(TraceState, StringComparison.OrdinalIgnoreCase))) continue;
            if (!Add(to.Headers, name, values) && to.Content is { } content) Add(content.Headers, name, values);
        }
    }

    private static bool Add(HttpHeaders headers, string name, StringValues values) =>
        values.Count == 1 ? headers.TryAddWithoutValidation(name, values.ToString()) : headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);

    // Compressed answers would hide their usage.
    private static bool IsOurs(string name) =>
        name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Expect", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals(ExplainHeader, StringComparison.OrdinalIgnoreCase);

    /// <summary>Without a span of ours the client's context passes as it came.</summary>
    private static void Trace(HttpRequestMessage request, Activity? span)
    {
        if (span is not { IdFormat: ActivityIdFormat.W3C, Id: { } id }) return;
        request.Headers.TryAddWithoutValidation(TraceParent, id);
        if (span.TraceStateString is { Length: > 0 } state) request.Headers.TryAddWithoutValidation(TraceState, state);
    }
}
