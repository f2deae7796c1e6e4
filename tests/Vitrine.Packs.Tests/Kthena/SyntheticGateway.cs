using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kthena;

/// <summary>
/// Drives operations as the gateway will: the same scopes in the same order with the same facts, without a network and on a fixed clock.
/// Each method is one thing that happens to a gateway; <see cref="RunAll"/> is the run that the golden files hold.
/// </summary>
internal sealed class SyntheticGateway : IDisposable
{
    private const string Model = "llama2-7b";
    private const string Pod = "llama2-deployment-5f7b8c9d-xk2p4";
    private const string OtherPod = "llama2-deployment-5f7b8c9d-q8z7m";
    private readonly FixedClock _clock = new(new DateTimeOffset(2024, 1, 15, 10, 30, 45, 123, TimeSpan.Zero));
    private int _requests;

    public SyntheticGateway(bool accessAsText = false, params string[] exposedLabels)
    {
        var pack = new PackStore().Load("kthena");
        Telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "gateway",
            Kinds = [HttpKinds.Http, InferenceKinds.Inference, InferenceKinds.QueueWait, GuardKinds.Guard, .. GatewayKinds.All],
            Packs = [pack],
            ExposedLabels = exposedLabels.ToHashSet(StringComparer.Ordinal),
            Log = ServiceLog.Create(pack, "gateway", new ServiceLogOptions { AccessAsText = accessAsText }, destination => destination == "stdout" ? Access : Log),
            Clock = _clock,
        });
        Telemetry.AddKnown(GenAiFacts.RequestModel, new KnownValues(Model, "llama2-7b-pd"));
        Telemetry.AddKnown(HttpFacts.Path, new KnownValues("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses", "/v1/models"));
        Coverage = new Coverage(Telemetry);
    }

    public VitrineTelemetry Telemetry { get; }

    public Coverage Coverage { get; }

    /// <summary>Standard output: access lines and nothing else.</summary>
    public CapturedLines Access { get; } = new();

    /// <summary>Standard error: the gateway's own log.</summary>
    public CapturedLines Log { get; } = new();

    /// <summary>The queue's series while two users waited.</summary>
    public IReadOnlyDictionary<string, string> PeakQueue { get; private set; } = new Dictionary<string, string>();

    /// <summary>What the document lists, each once.</summary>
    public void RunAll()
    {
        Streamed();
        RetriedOnAnotherPod();
        Disaggregated();
        RefusedForItsInput();
        RefusedForItsOutput();
        UnknownModel();
        UnparseableBody();
        MissingModel();
        NoPods();
        NothingSchedulable();
        QueuedTogether();
        QueueTimeout();
        LeftInTheQueue();
        LeftWhileStreaming();
        UpstreamTooSlow();
        UpstreamRefusal();
        OtherPath();
        ListOfModels();
        WithoutKey();
        Unhandled();
        Coverage.Scrape();
    }

    /// <summary>The document's own example: 2350 ms, of which 45 + 2180 + 5 are in a phase.</summary>
    public void Streamed()
    {
        using var request = Next("550e8400-e29b-41d4-a716-446655440000").Parse(Model, 45, 150).Stage(GuardKinds.Guard, 1).Route(ms: 1);
        request.Leave(request.Enter(), 100).Schedule(18, Outcome.Ok, "least-request", "prefix-cache");
        var forward = request.Forward();
        var attempt = request.Attempt(forward, Pod);
        Coverage.Scrape();
        request.EndAttempt(attempt, 2180, 200).EndForward(forward, 1).Stage(GatewayKinds.Respond, 5);
        request.Answer(200, outputTokens: 75);
    }

    /// <summary>The first pod fails before its first byte; the second one answers. Its 500 stays its own.</summary>
    public void RetriedOnAnotherPod()
    {
        using var request = Routed(40);
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, Pod), 20, 500, Outcome.Error, "upstream_response", "the pod answered 500");
        request.EndAttempt(request.Attempt(forward, OtherPod), 400, 200).EndForward(forward, 2).Stage(GatewayKinds.Respond, 1);
        request.Answer(200, outputTokens: 12);
    }

    /// <summary>A prefill pod that cannot be reached, then a pair that works.</summary>
    public void Disaggregated()
    {
        using var request = Next().Parse("llama2-7b-pd", 3, 2000).Stage(GuardKinds.Guard, 0.5).Route("default/llama2-pd", "default/llama2-pd-server").Schedule(2);
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, "prefill-0", "prefill"), 8, 0, Outcome.Error, "upstream_transport", "connection refused");
        request.EndAttempt(request.Attempt(forward, "prefill-1", "prefill"), 1200, 200);
        request.Inference!.Set(GatewayFacts.PrefillDuration, TimeSpan.FromMilliseconds(1200));
        request.EndAttempt(request.Attempt(forward, "decode-1", "decode"), 4500, 200);
        request.Inference.Set(GatewayFacts.DecodeDuration, TimeSpan.FromMilliseconds(4500));
        request.EndForward(forward, 2).Stage(GatewayKinds.Respond, 1);
        request.Answer(200, outputTokens: 300);
    }

    public void RefusedForItsInput()
    {
        using var request = Next(path: "/v1/completions").Parse(Model, 2, 10).Stage(GuardKinds.Guard, 0.2, Outcome.Rejected);
        request.Answer(429, Outcome.Rejected, "input_rate_limit", "input token rate limit exceeded");
    }

    public void RefusedForItsOutput()
    {
        using var request = Next().Parse(Model, 2, 11).Stage(GuardKinds.Guard, 0.2, Outcome.Rejected);
        request.Answer(429, Outcome.Rejected, "output_rate_limit", "output token rate limit exceeded");
    }

    public void UnknownModel(string model = "gpt-none")
    {
        using var request = Next().Parse(model, 2, 12).Stage(GuardKinds.Guard, 0.2).Stage(GatewayKinds.Route, 0.1, Outcome.Error);
        request.Answer(404, Outcome.Error, "route_not_found", "route not found");
    }

    /// <summary>Logged, not counted: nobody knows which model it was for.</summary>
    public void UnparseableBody()
    {
        using var request = Next().FailToParse(1);
        request.Answer(400, Outcome.Rejected, "request_parsing", "unexpected end of JSON");
    }

    public void MissingModel()
    {
        using var request = Next().FailToParse(1);
        request.Answer(404, Outcome.Rejected, "request_parsing", "model not found");
    }

    public void NoPods()
    {
        using var request = Next().Parse(Model, 2, 13).Stage(GuardKinds.Guard, 0.2).Route().Stage(GatewayKinds.Schedule, 0.1, Outcome.Error);
        request.Answer(503, Outcome.Error, "pod_discovery", "no available pods for model server: default/llama2-server");
    }

    public void NothingSchedulable()
    {
        using var request = Next().Parse(Model, 2, 14).Stage(GuardKinds.Guard, 0.2).Route().Schedule(1, Outcome.Error);
        request.Answer(503, Outcome.Error, "scheduling", "can't schedule to target pod: all pods were filtered");
    }

    /// <summary>Two users wait at once: the queue holds two, then one, then none.</summary>
    public void QueuedTogether()
    {
        using var first = Next(user: "alice").Parse(Model, 1, 20).Stage(GuardKinds.Guard, 0.1).Route();
        using var second = Next(user: "bob").Parse(Model, 1, 21).Stage(GuardKinds.Guard, 0.1).Route();
        var (waitOfFirst, waitOfSecond) = (first.Enter(), second.Enter());
        PeakQueue = Scrapes.Samples(Telemetry.Page()).Where(sample => sample.Key.StartsWith("kthena_router_fairness_queue_size", StringComparison.Ordinal)).ToDictionary();
        Coverage.Scrape();
        Serve(second.Leave(waitOfSecond, 30), 10);
        Serve(first.Leave(waitOfFirst, 700), 10);
    }

    public void QueueTimeout()
    {
        using var request = Next().Parse(Model, 1, 15).Stage(GuardKinds.Guard, 0.1).Route();
        request.Leave(request.Enter(), 60_000, Outcome.Timeout);
        request.Answer(504, Outcome.Timeout, "scheduling", "Request processing timed out in queue");
    }

    public void LeftInTheQueue(string? user = null)
    {
        using var request = Next(user: user).Parse(Model, 1, 16).Stage(GuardKinds.Guard, 0.1).Route();
        request.Leave(request.Enter(), 250, Outcome.Cancelled);
        request.Answer(499, Outcome.Cancelled, "client_left", "Client disconnected while waiting in queue");
    }

    /// <summary>The status was sent already; the tokens that were generated are counted.</summary>
    public void LeftWhileStreaming()
    {
        using var request = Routed(17);
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, Pod), 300, 200, Outcome.Cancelled).EndForward(forward, 1, Outcome.Cancelled);
        request.Answer(200, Outcome.Cancelled, "client_left", "the client left after 4 tokens", outputTokens: 4);
    }

    public void UpstreamTooSlow()
    {
        using var request = Routed(18);
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, Pod), 30_000, 0, Outcome.Timeout, "timeout", "no answer after 30s").EndForward(forward, 1, Outcome.Timeout);
        request.Answer(504, Outcome.Timeout, "timeout", "Model inference timeout after 30s");
    }

    /// <summary>A 4xx of the upstream reaches the client as it is and is not retried.</summary>
    public void UpstreamRefusal()
    {
        using var request = Routed(19);
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, Pod), 6, 400).EndForward(forward, 1).Stage(GatewayKinds.Respond, 1);
        request.Answer(400, Outcome.Error, "upstream_response", "the upstream answered 400");
    }

    /// <summary>Proxied, although the document does not name it.</summary>
    public void OtherPath()
    {
        using var request = Next(path: "/v1/rerank").Parse(Model, 1, 22).Stage(GuardKinds.Guard, 0.1).Route();
        Serve(request, 30);
    }

    public void ListOfModels()
    {
        using var request = Next(path: "/v1/models", method: "GET").Pass(1);
        request.Answer(200);
    }

    public void WithoutKey()
    {
        using var request = Next().Pass(1);
        request.Answer(401, Outcome.Rejected, "unauthorized", "Authorization header missing or invalid");
    }

    /// <summary>Our own mistake: an exception releases the inference, and becomes a status only further out.</summary>
    public void Unhandled()
    {
        using var request = Next().Parse(Model, 1, 23);
        request.Inference!.End(Outcome.Error, "not_ended", "what Dispose says", request.Now);
        request.Http.Set(HttpFacts.Unhandled, true);
        request.Answer(500, Outcome.Error, "System.InvalidOperationException", "a mistake of ours");
    }

    public void Dispose() => Telemetry.Dispose();

    private SyntheticRequest Next(string? id = null, string path = "/v1/chat/completions", string method = "POST", string? user = null)
    {
        if (_requests++ > 0) _clock.Advance(TimeSpan.FromSeconds(10));
        var request = new SyntheticRequest(Telemetry, id ?? $"00000000-0000-4000-8000-{_requests:D12}", path, method);
        request.Http.Set(HttpFacts.UserId, user);
        return request;
    }

    private SyntheticRequest Routed(long inputTokens) =>
        Next().Parse(Model, 4, inputTokens).Stage(GuardKinds.Guard, 0.5).Route().Schedule(0.5);

    private static void Serve(SyntheticRequest request, double ms)
    {
        request.Schedule(0.5);
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, Pod), ms, 200).EndForward(forward, 1).Stage(GatewayKinds.Respond, 1);
        request.Answer(200, outputTokens: 2);
    }
}
