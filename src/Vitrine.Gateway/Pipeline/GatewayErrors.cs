using Vitrine.Telemetry;

namespace Vitrine.Gateway.Pipeline;

/// <summary>Every refusal and failure that the gateway answers itself, in the document's words where it has some.</summary>
internal static class GatewayErrors
{
    public static readonly GatewayError InvalidBody = new(400, "request_parsing", "invalid request body", Outcome.Error);
    public static readonly GatewayError ModelMissing = new(404, "request_parsing", "model not found", Outcome.Error);
    public static readonly GatewayError PromptMissing = new(404, "prompt_parsing", "prompt not found", Outcome.Error);
    public static readonly GatewayError BodyTooLarge = new(413, "body_too_large", "request body too large", Outcome.Rejected);
    public static readonly GatewayError BodyTooSlow = new(408, "body_too_slow", "request body arrived too slowly", Outcome.Rejected);
    public static readonly GatewayError InputRateLimit = new(429, "input_rate_limit", "input token rate limit exceeded", Outcome.Rejected);
    public static readonly GatewayError OutputRateLimit = new(429, "output_rate_limit", "output token rate limit exceeded", Outcome.Rejected);
    public static readonly GatewayError TooManyRequests = new(429, "concurrency_limit", "too many concurrent requests", Outcome.Rejected);
    public static readonly GatewayError QueueFull = new(503, "queue_full", "the queue is full", Outcome.Rejected);
    public static readonly GatewayError QueueTimeout = new(504, "scheduling", "Request processing timed out in queue", Outcome.Timeout);
    public static readonly GatewayError LeftQueue = new(499, "client_left", "Client disconnected while waiting in queue", Outcome.Cancelled);
    public static readonly GatewayError ClientLeft = new(499, "client_left", "Client disconnected", Outcome.Cancelled);
    public static readonly GatewayError ClientSlow = new(499, "client_too_slow", "the client did not take its answer", Outcome.Cancelled);
    public static readonly GatewayError RouteNotFound = new(404, "route_not_found", "route not found", Outcome.Error);
    public static readonly GatewayError AllAttemptsFailed = new(503, "proxy", "request to all pods failed", Outcome.Error);
    public static readonly GatewayError AllPairsFailed = new(500, "proxy", "all prefill/decode attempts failed", Outcome.Error);
    public static readonly GatewayError Shutdown = new(503, "shutdown", "the gateway is shutting down", Outcome.Error);
    public static readonly GatewayError UpstreamCut = new(502, "upstream_closed", "the upstream closed the connection in mid-answer", Outcome.Error);

    public static GatewayError Unhandled(Exception mistake) => new(500, mistake.GetType().FullName!, mistake.Message, Outcome.Error);

    public static GatewayError BadJson(string reason) => InvalidBody with { Message = reason };

    public static GatewayError ServerMissing(string server) => new(404, "pod_discovery", $"can't find model server: {server}", Outcome.Error);

    public static GatewayError NoPods(string server) => new(503, "pod_discovery", $"no available pods for model server: {server}", Outcome.Error);

    public static GatewayError NothingSchedulable(string reason) => new(503, "scheduling", $"can't schedule to target pod: {reason}", Outcome.Error);

    /// <summary>The upstream refused or failed by itself; its answer reached the client as it was.</summary>
    public static GatewayError UpstreamResponse(int status) => new(status, "upstream_response", $"the upstream answered {status}", status >= 500 ? Outcome.Error : status == 429 ? Outcome.Rejected : Outcome.Error);

    /// <summary>The pod did not answer in time.</summary>
    public static GatewayError UpstreamTimeout(TimeSpan limit) => new(504, "timeout", $"Model inference timeout after {limit.TotalSeconds:0.###}s", Outcome.Timeout);
}
