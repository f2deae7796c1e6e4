using System.Text.Json.Nodes;

namespace Vitrine.Scenarios;

/// <summary>
/// Drives a gateway through what spec/kthena.md measures, as far as its objects allow: answers, refusals, a queue, a rate limit, a prefill/decode
/// pair, a pod that does not answer, a client that leaves. What they do not allow is skipped and said.
/// </summary>
internal sealed class KthenaScenario : IScenario
{
    private const string ChatPath = "/v1/chat/completions";
    private const int Parallel = 8;
    private const int MostBeforeLimit = 200;
    private const string AtRest = "zero at rest, and the page is read after the last answer";

    public string Pack => "kthena";

    public string Role => "gateway";

    public IReadOnlyDictionary<string, string> NotProvoked { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kthena_router_active_downstream_requests"] = AtRest,
        ["kthena_router_active_upstream_requests"] = AtRest,
        ["kthena_router_fairness_queue_size"] = AtRest,
    };

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("liveness and readiness", async (context, cancellation) =>
        {
            foreach (var path in (string[])["/healthz", "/readyz", "/v1/liveness", "/v1/readiness"]) await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, path, null, 200, cancellation);
        }),
        new("model list", (context, cancellation) => OpenAiCalls.ModelAsync(context, cancellation)),
        new("plain answer", (context, cancellation) => ChatAsync(context, "What is a histogram?", stream: false, cancellation)),
        new("streamed answer", (context, cancellation) => ChatAsync(context, "What does p99 latency tell me?", stream: true, cancellation)),
        new("text completion", async (context, cancellation) =>
        {
            var body = new JsonObject { ["model"] = await PlainAsync(context, cancellation), ["prompt"] = "The queue grows because", ["max_tokens"] = 8 };
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, "/v1/completions", body.ToJsonString(), 200, cancellation);
        }),
        new("a queue of answers", (context, cancellation) =>
            Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => ChatAsync(context, $"Question {i}: what does an error rate show?", stream: i % 2 == 0, cancellation)))),
        new("unknown model: 404", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, ChatBody("no-such-model", "Hello", stream: false), 404, cancellation)),
        new("no model: 404", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, """{"messages":[{"role":"user","content":"Hello"}]}""", 404, cancellation)),
        new("malformed JSON: 400", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, "{", 400, cancellation)),
        new("tokens beyond the limit: 429", LimitAsync) { Signals = ["kthena_router_rate_limit_exceeded_total"] },
        new("prefill and decode on two pods", async (context, cancellation) =>
        {
            var model = (await GatewayObjects.ReadAsync(context, cancellation)).Disaggregated ?? throw new StepSkippedException("no model server here has prefill and decode pods");
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, ChatBody(model, "Who prefills this?", stream: true), 200, cancellation);
        })
        {
            Signals = ["kthena_router_request_prefill_duration_seconds", "kthena_router_request_decode_duration_seconds"],
        },
        new("a pod that does not answer", SilentAsync) { Signals = ["line attempt_failed"] },
        new("client gone in mid-stream", async (context, cancellation) =>
            await OpenAiCalls.LeaveAsync(context, ChatPath, ChatBody(await PlainAsync(context, cancellation), "Explain every signal at length.", stream: true), cancellation)),
    ];

    private static async Task LimitAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var model = (await GatewayObjects.ReadAsync(context, cancellation)).Limited ?? throw new StepSkippedException("no route here has a rate limit");
        for (var sent = 0; sent < MostBeforeLimit; sent++)
        {
            if (await OpenAiCalls.StatusAsync(context, ChatPath, ChatBody(model, "How many tokens may I have?", stream: false), cancellation) == 429) return;
        }

        throw new StepSkippedException($"the limit was not reached with {MostBeforeLimit} requests");
    }

    /// <summary>The pod may share its model with others, and is out of the choice for a while after failures in a row.</summary>
    private static async Task SilentAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var model = (await GatewayObjects.ReadAsync(context, cancellation)).Silent ?? throw new StepSkippedException("every pod here accepts connections");
        for (var sent = 0; sent < Parallel; sent++)
        {
            if (await OpenAiCalls.StatusAsync(context, ChatPath, ChatBody(model, $"{sent}", stream: false), cancellation) is not (200 or 503) and var status)
                throw new ScenarioException($"A model with a pod that does not answer gave {status}, not 200 from another pod or 503.");
        }
    }

    private static async Task ChatAsync(ScenarioContext context, string question, bool stream, CancellationToken cancellation)
    {
        var answer = await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, ChatPath, ChatBody(await PlainAsync(context, cancellation), question, stream), 200, cancellation);
        if (stream && !answer.Contains("data: [DONE]", StringComparison.Ordinal)) throw new ScenarioException("The stream ended without [DONE].");
    }

    /// <summary>Without the debug address the first model of the list has to do.</summary>
    private static async Task<string> PlainAsync(ScenarioContext context, CancellationToken cancellation) =>
        (context.Debug is null ? null : (await GatewayObjects.ReadAsync(context, cancellation)).Plain) ?? await OpenAiCalls.ModelAsync(context, cancellation);

    private static string ChatBody(string model, string question, bool stream) => new JsonObject
    {
        ["model"] = model,
        ["stream"] = stream,
        ["max_tokens"] = 48,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
    }.ToJsonString();
}
