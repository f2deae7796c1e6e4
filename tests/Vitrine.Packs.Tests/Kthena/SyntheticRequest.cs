using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kthena;

/// <summary>One request on its way through the gateway's stages. Time passes only when a stage says so.</summary>
internal sealed class SyntheticRequest : IDisposable
{
    public SyntheticRequest(ITelemetry telemetry, string requestId, string path = "/v1/chat/completions", string method = "POST")
    {
        Http = telemetry.Begin(HttpKinds.Http)
            .Set(HttpFacts.Method, method).Set(HttpFacts.Path, path).Set(HttpFacts.Target, path).Set(HttpFacts.Protocol, "HTTP/1.1").Set(HttpFacts.RequestId, requestId)
            .Opened();
        Http.Set(HttpFacts.Route, path);
        Now = Http.StartTimestamp;
    }

    /// <summary>How far it is, in <c>Stopwatch</c> ticks.</summary>
    public long Now { get; private set; }

    /// <summary>The outermost scope.</summary>
    public Operation Http { get; }

    /// <summary>The inference, once the request turned out to be one.</summary>
    public Operation? Inference { get; private set; }

    /// <summary>Reads the body; it names a model.</summary>
    public SyntheticRequest Parse(string model, double ms, long inputTokens)
    {
        Inference = Http.Begin(InferenceKinds.Inference, Http.StartTimestamp).Set(GenAiFacts.OperationName, "chat");
        using var parse = Inference.Begin(GatewayKinds.Parse, Http.StartTimestamp);
        Inference.Set(GenAiFacts.RequestModel, model).Set(GenAiFacts.InputTokens, inputTokens).Opened();
        Pass(ms);
        parse.End(Outcome.Ok, endTimestamp: Now);
        return this;
    }

    /// <summary>Reads the body; nobody can tell which model it is for.</summary>
    public SyntheticRequest FailToParse(double ms)
    {
        Inference = Http.Begin(InferenceKinds.Inference, Http.StartTimestamp);
        using var parse = Inference.Begin(GatewayKinds.Parse, Http.StartTimestamp);
        Pass(ms);
        parse.End(Outcome.Rejected, endTimestamp: Now);
        return this;
    }

    /// <summary>A stage that begins now and takes a while.</summary>
    public SyntheticRequest Stage(Kind stage, double ms, Outcome outcome = Outcome.Ok)
    {
        using var scope = Inference!.Begin(stage, Now);
        Pass(ms);
        scope.End(outcome, endTimestamp: Now);
        return this;
    }

    /// <summary>Finds the route and its model server.</summary>
    public SyntheticRequest Route(string route = "default/llama2-route-v1", string server = "default/llama2-server", double ms = 0.1)
    {
        Inference!.Set(GatewayFacts.Route, route).Set(GatewayFacts.Upstream, server);
        return Stage(GatewayKinds.Route, ms);
    }

    /// <summary>Enters the fairness queue; the caller ends the wait with <see cref="Leave"/>.</summary>
    public Operation Enter() => Inference!.Begin(InferenceKinds.QueueWait, Now);

    /// <summary>Leaves the fairness queue.</summary>
    public SyntheticRequest Leave(Operation wait, double ms, Outcome outcome = Outcome.Ok)
    {
        Pass(ms);
        wait.End(outcome, endTimestamp: Now);
        wait.Dispose();
        return this;
    }

    /// <summary>Chooses pods with one filter and some scores.</summary>
    public SyntheticRequest Schedule(double ms, Outcome outcome = Outcome.Ok, params ReadOnlySpan<string> scores)
    {
        using var schedule = Inference!.Begin(GatewayKinds.Schedule, Now);
        RunPlugin(schedule, "least-request", "filter", ms / (scores.Length + 1));
        foreach (var score in scores) RunPlugin(schedule, score, "score", ms / (scores.Length + 1));
        schedule.End(outcome, endTimestamp: Now);
        return this;
    }

    /// <summary>Begins forwarding; attempts follow.</summary>
    public Operation Forward() => Inference!.Begin(GatewayKinds.Forward, Now);

    /// <summary>Begins one call of one pod.</summary>
    public Operation Attempt(Operation forward, string pod, string phase = "aggregated") =>
        forward.Begin(GatewayKinds.Attempt, Now).Set(GatewayFacts.Phase, phase).Set(GatewayFacts.Pod, pod).Opened();

    /// <summary>Ends one call of one pod; status 0 means that no answer came.</summary>
    public SyntheticRequest EndAttempt(Operation attempt, double ms, long status, Outcome outcome = Outcome.Ok, string? errorType = null, string? message = null)
    {
        Pass(ms);
        if (status != 0) attempt.Set(HttpFacts.StatusCode, status);
        attempt.End(outcome, errorType, message, Now);
        attempt.Dispose();
        return this;
    }

    /// <summary>Ends forwarding.</summary>
    public SyntheticRequest EndForward(Operation forward, long attempts, Outcome outcome = Outcome.Ok)
    {
        Inference!.Set(GatewayFacts.Attempts, attempts);
        forward.End(outcome, endTimestamp: Now);
        forward.Dispose();
        return this;
    }

    /// <summary>Answers and ends everything.</summary>
    public void Answer(long status, Outcome outcome = Outcome.Ok, string? errorType = null, string? message = null, long outputTokens = 0)
    {
        Http.Set(HttpFacts.StatusCode, status);
        if (outputTokens > 0) Inference!.Set(GenAiFacts.OutputTokens, outputTokens);
        Inference?.End(outcome, errorType, message, Now);
        Inference?.Dispose();
        Http.End(outcome, errorType, message, Now);
        Dispose();
    }

    /// <summary>Lets time pass outside any stage.</summary>
    public SyntheticRequest Pass(double ms)
    {
        Now += FixedClock.Ticks(ms);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private void RunPlugin(Operation schedule, string name, string type, double ms)
    {
        using var plugin = schedule.Begin(GatewayKinds.Plugin, Now).Set(GatewayFacts.PluginName, name).Set(GatewayFacts.PluginType, type).Opened();
        Pass(ms);
        plugin.End(Outcome.Ok, endTimestamp: Now);
    }
}
