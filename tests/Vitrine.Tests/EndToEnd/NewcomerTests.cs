using System.ClientModel;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Chat;
using Vitrine.Testing;
using Vitrine.Tests.Deploy;

namespace Vitrine.Tests.EndToEnd;

/// <summary>The README's promise against the real program: serve, stream, explain, scrape, reconcile.</summary>
public sealed class NewcomerTests(RunningUp up)
{
    [Fact]
    public async Task Up_Ready_PrintsUrlsAndALineToPaste()
    {
        await up.UntilAsync("the table of URLs is printed", () => Task.FromResult(up.ErrorOutput.Contains("curl -N", StringComparison.Ordinal)));
        up.ErrorOutput.ShouldContain("/metrics");
        up.ErrorOutput.ShouldContain("vitrine explain last");
    }

    [Fact]
    public async Task Chat_Streamed_AnswersInEnglishAndEnds()
    {
        var (text, events) = await StreamAsync("What does p99 latency tell me?");
        events[^1].ShouldBe("[DONE]");
        text.Split(' ').Length.ShouldBeGreaterThan(4, text);
        text.ShouldMatch("(?i)latency|p99|slow|request");
        JsonNode.Parse(events[^2])!["usage"]!["completion_tokens"]!.GetValue<int>().ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Chat_OpenAiClient_Streams()
    {
        var client = new ChatClient("vitrine-tiny", new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(up.Api + "/v1") });
        var text = new StringBuilder();
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("How do I find a memory leak?")], cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
        }

        text.Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Explain_Last_UnfoldsTheAnswer()
    {
        await StreamAsync("What is a token?");
        var (exit, output, errors) = await up.RunAsync("explain", "last");
        exit.ShouldBe(0, errors);
        foreach (var part in (string[])["http", "inference", "queue_wait", "prefill", "decode", "gen_ai.usage.output_tokens", "request completed", "usage_total_tokens"])
            output.ShouldContain(part);
    }

    [Fact]
    public async Task Load_ScenarioKronk_MovesEveryDrivenFamilyAndTheBooksBalance()
    {
        var (exit, output, errors) = await up.RunAsync("load", "--scenario", "kronk");
        exit.ShouldBe(0, output + errors);
        output.ShouldContain(" 0 stood still, ");
        output.ShouldMatch("not provoked +panics, alert KronkPanic, panel Server Stats +only a defect");
        output.ShouldMatch("missing +model_load_proj_avg, .*line projector_loaded");
        await up.UntilAsync("logs and counters agree", async () =>
        {
            var check = await up.Http.GetFromJsonAsync<JsonNode>($"{up.Debug}/debug/operations?check");
            return !check!.ToJsonString().Contains("\"holds\":false", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Compose_RealPrometheus_ScrapesEveryRoleAndEvaluatesEveryRule()
    {
        await using var prometheus = new RealPrometheus(OfThisMachine(await File.ReadAllTextAsync(Checkout.PathOf("deploy/compose/prometheus.yml"), TestContext.Current.CancellationToken)));
        await up.UntilAsync("every target is up", async () =>
        {
            var targets = (await prometheus.GetAsync("targets"))["activeTargets"]!.AsArray();
            return targets.Count == 10 && targets.All(target => target!["health"]!.ToString() == "up");
        });
        // Summed: other tests use the same roles, and leave series that rest.
        foreach (var query in (string[])["sum(rate(requests[5m]))", "sum(rate(kthena_router_requests_total{status_code=\"200\"}[5m]))", "sum(rate(kthena_router_request_duration_seconds_count[5m]))"])
        {
            await up.UntilAsync($"{query} returns data", async () =>
            {
                await StreamAsync("What is a counter?");
                return await prometheus.QueryAsync(query) > 0;
            });
        }

        await up.UntilAsync("every rule was evaluated", async () =>
        {
            var rules = (await prometheus.GetAsync("rules"))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).ToArray();
            return rules.Length > 0 && rules.All(rule => rule!["health"]!.ToString() == "ok");
        });
    }

    // The same jobs, hosts and rules; the ports are those of this run, and nobody waits 15 seconds for a sample.
    private string OfThisMachine(string configuration)
    {
        foreach (var (host, port) in ((string, int)[])[("model", 8090), ("kthena-router-service", 15000), ("kronos-api", 8001), ("kimberlite", 9090), ("backend", 3081)])
            configuration = configuration.Replace($"'{host}:{port}'", $"'127.0.0.1:{port + up.Offset}'", StringComparison.Ordinal);
        return ComposeTests.WithRepositoryPacks(configuration).Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal);
    }

    private async Task<(string Text, List<string> Events)> StreamAsync(string question)
    {
        var body = new JsonObject
        {
            ["model"] = "vitrine-tiny",
            ["stream"] = true,
            ["temperature"] = 0,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        };
        using var answer = await up.Http.PostAsync($"{up.Api}/v1/chat/completions", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        var events = (await answer.Content.ReadAsStringAsync()).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..].Trim()).ToList();
        var text = string.Concat(events.Where(data => data.StartsWith('{')).Select(data => JsonNode.Parse(data)!["choices"]?[0]?["delta"]?["content"]?.GetValue<string>()));
        return (text, events);
    }
}
