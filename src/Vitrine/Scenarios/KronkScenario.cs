using System.Text.Json.Nodes;

namespace Vitrine.Scenarios;

/// <summary>Drives a model server through everything spec/kronk.md measures: answers of all kinds, refusals of all kinds, a queue, a client that leaves.</summary>
internal sealed class KronkScenario : IScenario
{
    private const string ChatPath = "/v1/chat/completions";
    private const int Parallel = 8;
    private const string OneModel = "a pool that holds every model evicts none to load another";
    private const string SoundModels = "every model that is offered could be loaded";
    private const string AtRest = "zero at rest, and the page is read after the last answer";

    public string Pack => "kronk";

    public string Role => "model";

    public IReadOnlyDictionary<string, string> NotProvoked { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["panics"] = "only a defect of the server provokes one",
        ["line model_load_failed"] = SoundModels,
        ["line preempting_slot"] = "no answer held its slot while another waited too long",
        ["line decode_error"] = "only a defect of the engine provokes one",
        ["pool_singleflight_wait_seconds"] = "no two requests met in one load",
        ["pool_evict_before_load_total"] = OneModel,
        ["pool_evict_wait_seconds"] = OneModel,
        ["span evict_wait"] = OneModel,
        ["pool_load_failures_total"] = SoundModels,
        ["resman_reserve_rejections_total"] = SoundModels,
        ["line pool_load_failed"] = SoundModels,
        ["pool_inflight_loads"] = AtRest,
        ["pool_active_streams"] = AtRest,
        ["inference_active_requests"] = AtRest,
    };

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("liveness and readiness", async (context, cancellation) =>
        {
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/liveness", null, 200, cancellation);
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/readiness", null, 200, cancellation);
        }),
        new("model list", (context, cancellation) => OpenAiCalls.ModelAsync(context, cancellation)),
        new("plain answer", (context, cancellation) => ChatAsync(context, "What is a histogram?", stream: false, cancellation)),
        new("streamed answer", (context, cancellation) => ChatAsync(context, "What does p99 latency tell me?", stream: true, cancellation)),
        new("answer with reasoning", (context, cancellation) => ChatAsync(context, "Think step by step: why does the queue grow?", stream: true, cancellation)),
        new("a queue of answers", (context, cancellation) =>
            Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => ChatAsync(context, $"Question {i}: what does an error rate show?", stream: i % 2 == 0, cancellation)))),
        new("text completions", async (context, cancellation) =>
        {
            foreach (var stream in (bool[])[false, true])
                await PostAsync(context, "/v1/completions", new JsonObject { ["prompt"] = "The queue grows because", ["max_tokens"] = 8, ["stream"] = stream }, cancellation);
        }),
        new("embeddings", (context, cancellation) =>
            PostAsync(context, "/v1/embeddings", new JsonObject { ["input"] = new JsonArray("queue length", "error rate", "a histogram of latencies") }, cancellation)),
        new("reranking", (context, cancellation) =>
            PostAsync(context, "/v1/rerank", new JsonObject { ["query"] = "Why is it slow?", ["documents"] = new JsonArray("The queue is long.", "The sky is blue.") }, cancellation)),
        new("tokens counted", (context, cancellation) => PostAsync(context, "/v1/tokenize", new JsonObject { ["input"] = "How many tokens is this?" }, cancellation)),
        new("unknown model: 404", (context, cancellation) => RefusedAsync(context, ChatBody("no-such-model", "Hello", stream: false), 404, cancellation)),
        new("malformed JSON: 400", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, "{\"model\": ", 400, cancellation)),
        new("messages of the wrong type: 400", async (context, cancellation) =>
            await RefusedAsync(context, new JsonObject { ["model"] = await OpenAiCalls.ModelAsync(context, cancellation), ["messages"] = "hello" }, 400, cancellation)),
        new("prompt beyond the context: 400", async (context, cancellation) =>
        {
            var prompt = string.Concat(Enumerable.Repeat("latency errors saturation ", 50_000));
            await RefusedAsync(context, ChatBody(await OpenAiCalls.ModelAsync(context, cancellation), prompt, stream: false), 400, cancellation);
        }),
        new("absurd sampling: 400", async (context, cancellation) =>
        {
            var body = ChatBody(await OpenAiCalls.ModelAsync(context, cancellation), "Hello", stream: false);
            body["temperature"] = -3;
            body["top_p"] = 7;
            await RefusedAsync(context, body, 400, cancellation);
        }),
        new("unknown path: 404", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, "/v1/no-such-path", "{}", 404, cancellation)),
        .. KronkPoolSteps.Steps,
        new("client gone in mid-stream", async (context, cancellation) =>
        {
            var body = ChatBody(await OpenAiCalls.ModelAsync(context, cancellation), "Explain every signal at length.", stream: true);
            await OpenAiCalls.LeaveAsync(context, ChatPath, body.ToJsonString(), cancellation);
        }),
    ];

    /// <summary>Posts a body, to which the model is added, and expects an answer.</summary>
    private static async Task PostAsync(ScenarioContext context, string path, JsonObject body, CancellationToken cancellation)
    {
        body["model"] = await OpenAiCalls.ModelAsync(context, cancellation);
        await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, path, body.ToJsonString(), 200, cancellation);
    }

    private static async Task ChatAsync(ScenarioContext context, string question, bool stream, CancellationToken cancellation)
    {
        var body = ChatBody(await OpenAiCalls.ModelAsync(context, cancellation), question, stream);
        var answer = await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, body.ToJsonString(), 200, cancellation);
        if (stream && !answer.Contains("data: [DONE]", StringComparison.Ordinal)) throw new ScenarioException("The stream ended without [DONE].");
    }

    private static Task RefusedAsync(ScenarioContext context, JsonObject body, int status, CancellationToken cancellation) =>
        OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, body.ToJsonString(), status, cancellation);

    private static JsonObject ChatBody(string model, string question, bool stream) => new()
    {
        ["model"] = model,
        ["stream"] = stream,
        ["max_tokens"] = 48,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
    };
}
