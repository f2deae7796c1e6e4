using System.Text.Json.Nodes;

namespace Vitrine.Scenarios;

/// <summary>
/// Drives a console through what spec/aiwatch.md measures: answers in both forms, refusals, a model that nobody offers, what pages and engines report, a page that
/// leaves. What is reported of the engine is what it said itself, so that no figure is made up.
/// </summary>
internal sealed class AiwatchScenario : IScenario
{
    private const string ChatPath = "/chat";
    private const string EventsPath = "/chat/sse";
    private const int Parallel = 4;

    public string Pack => "aiwatch";

    public string Role => "web";

    public IReadOnlyDictionary<string, string> NotProvoked { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["genai_app_active_requests"] = "zero at rest, and the page is read after the last answer",
        ["span first_token"] = "an event of the span model_inference, and operations keep none",
    };

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("health and readiness", async (context, cancellation) =>
        {
            foreach (var path in (string[])["/health", "/readiness"]) await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, path, null, 200, cancellation);
        }),
        new("models", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/models", null, 200, cancellation)),
        new("an answer as bare text", async (context, cancellation) =>
        {
            var text = await PostAsync(context, ChatPath, Ask("What is a histogram?"), 200, cancellation);
            if (text.Length == 0 || text.Contains("data:", StringComparison.Ordinal)) throw new ScenarioException("POST /chat did not answer with bare text.");
        }),
        new("an answer as events", async (context, cancellation) =>
        {
            var events = await PostAsync(context, EventsPath, Ask("What does p99 latency tell me?"), 200, cancellation);
            if (!events.Contains("event: done", StringComparison.Ordinal)) throw new ScenarioException("The events ended without 'done'.");
        }),
        new("an answer in Markdown", (context, cancellation) => PostAsync(context, ChatPath, Ask("A table of signals, please", ("format", "markdown")), 200, cancellation)),
        new("several at once", (context, cancellation) => Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => PostAsync(context, EventsPath, Ask($"Question {i}: why does the queue grow?"), 200, cancellation)))),
        new("no chat: 400", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, "x", 400, cancellation)),
        new("wrong method: 405", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Get, ChatPath, null, 405, cancellation)),
        new("unknown path: 404", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/no-such-path", null, 404, cancellation)),
        new("a model that nobody offers: 502", UnknownModelAsync) { Signals = ["line model_failed"] },
        new("what a page measured", (context, cancellation) =>
            PostAsync(context, "/metrics/log", new JsonObject { ["message_id"] = "scenario", ["tokens_in"] = 3, ["tokens_out"] = 9, ["response_time_ms"] = 800, ["time_to_first_token_ms"] = 120 }, 200, cancellation)),
        new("what a page saw go wrong", (context, cancellation) =>
            PostAsync(context, "/metrics/error", new JsonObject { ["error_type"] = "api_error", ["status_code"] = 502, ["input_length"] = 3 }, 200, cancellation)),
        new("what the engine says of itself", EngineAsync)
        {
            Signals =
            [
                "genai_app_model_memory_bytes", "genai_app_llamacpp_context_size", "genai_app_llamacpp_prompt_eval_seconds", "genai_app_llamacpp_tokens_per_second",
                "genai_app_llamacpp_memory_per_token_bytes", "genai_app_llamacpp_threads_used", "genai_app_llamacpp_batch_size", "span prefill",
            ],
        },
        new("malformed report: 400", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, "/metrics/log", "x", 400, cancellation)),
        new("a page that leaves in mid-answer", (context, cancellation) => OpenAiCalls.LeaveAsync(context, ChatPath, Ask("Explain every signal at length.").ToJsonString(), cancellation)),
    ];

    /// <summary>Some model servers answer for every name.</summary>
    private static async Task UnknownModelAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var status = await OpenAiCalls.StatusAsync(context, ChatPath, Ask("Hello", ("model", "no-such-model")).ToJsonString(), cancellation);
        if (status == 200) throw new StepSkippedException("the model server here answers for every model");
        if (status != 502) throw new ScenarioException($"A model that nobody offers gave {status}, not 502.");
    }

    /// <summary>Posts back what the summary shows; an engine that does not tell everything leaves some gauges empty.</summary>
    private static async Task EngineAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var summary = JsonNode.Parse(await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/metrics/summary", null, 200, cancellation));
        if (summary?["llamaCppMetrics"] is not JsonObject engine) throw new StepSkippedException("nothing is known of the engine behind: name it with --engine-debug");
        var report = new JsonObject();
        foreach (var (shown, posted) in ((string, string)[])
        [
            ("contextSize", "context_size"), ("promptEvalTime", "prompt_eval_time_ms"), ("tokensPerSecond", "tokens_per_second"), ("memoryPerToken", "memory_per_token_bytes"),
            ("threadsUsed", "threads_used"), ("batchSize", "batch_size"), ("modelType", "model_type"),
        ]) report[posted] = engine[shown]?.DeepClone() ?? throw new StepSkippedException($"the engine behind does not tell {shown}");
        await PostAsync(context, "/metrics/llamacpp", report, 200, cancellation);
    }

    private static Task<string> PostAsync(ScenarioContext context, string path, JsonObject body, int status, CancellationToken cancellation) =>
        OpenAiCalls.ExpectAsync(context, HttpMethod.Post, path, body.ToJsonString(), status, cancellation);

    private static JsonObject Ask(string message, params ReadOnlySpan<(string Key, string Value)> more)
    {
        var body = new JsonObject { ["message"] = message };
        foreach (var (key, value) in more) body[key] = value;
        return body;
    }
}
