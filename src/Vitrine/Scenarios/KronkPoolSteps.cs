using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vitrine.Scenarios;

/// <summary>The part of <see cref="KronkScenario"/> that moves the pool. With a folder of more models than fit at once, it loads and evicts them all.</summary>
internal static class KronkPoolSteps
{
    private const int Together = 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("every model once", AskAllAsync),
        new("models in memory", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/models/ps", null, 200, cancellation)),
        new("unload, then many who want it at once", UnloadAndLoadAsync),
        new("unload of an unknown model: 404", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, "/v1/models/unload", """{"id":"no-such-model"}""", 404, cancellation)),
    ];

    /// <summary>One that does not fit or cannot be loaded is refused; that is an answer too.</summary>
    private static async Task AskAllAsync(ScenarioContext context, CancellationToken cancellation)
    {
        using var list = JsonDocument.Parse(await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/models", null, 200, cancellation));
        foreach (var model in list.RootElement.GetProperty("data").EnumerateArray())
        {
            var status = await AskAsync(context, model.GetProperty("id").GetString()!, cancellation);
            if (status is not (200 or 429 or 500 or 503)) throw new ScenarioException($"{model.GetProperty("id")} answered {status}.");
        }
    }

    private static async Task UnloadAndLoadAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var model = await OpenAiCalls.ModelAsync(context, cancellation);
        await AskAsync(context, model, cancellation);
        await UnloadAsync(context, model, cancellation);
        var statuses = await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => AskAsync(context, model, cancellation)));
        if (Array.Exists(statuses, status => status != 200)) throw new ScenarioException($"After an unload {model} answered {string.Join(", ", statuses.Distinct())}.");
    }

    /// <summary>Streams of others, or of a client that has just left, end by themselves: until then the server refuses.</summary>
    private static async Task UnloadAsync(ScenarioContext context, string model, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var started = TimeProvider.System.GetTimestamp(); ; await timer.WaitForNextTickAsync(cancellation))
        {
            using var answer = await context.Http.PostAsJsonAsync(new Uri(context.Api, "/v1/models/unload"), new JsonObject { ["id"] = model }, cancellation);
            if (answer.IsSuccessStatusCode) return;
            if (TimeProvider.System.GetElapsedTime(started) > s_patience) throw new ScenarioException($"{model} was not unloaded within {s_patience.TotalSeconds} s: {(int)answer.StatusCode}.");
        }
    }

    private static async Task<int> AskAsync(ScenarioContext context, string model, CancellationToken cancellation)
    {
        var body = new JsonObject { ["model"] = model, ["max_tokens"] = 2, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hello" }) };
        using var answer = await context.Http.PostAsJsonAsync(new Uri(context.Api, "/v1/chat/completions"), body, cancellation);
        return (int)answer.StatusCode;
    }
}
