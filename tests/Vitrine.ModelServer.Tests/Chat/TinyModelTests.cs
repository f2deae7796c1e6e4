using System.Net;
using System.Text.Json;
using Vitrine.Inference.Threading;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Chat;

/// <summary>The real model: what clients are told and what metrics show are the same numbers.</summary>
public sealed class TinyModelTests
{
    private const string Id = "{model_id=\"vitrine-tiny\"}";
    private const string Model = "{gen_ai_response_model=\"vitrine-tiny\"}";

    [Fact]
    public async Task Usage_OfTwoChats_IsExactlyWhatMetricsShow()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var short_ = Usage(await server.ChatAsync(Ask("Hi", "\"max_tokens\":4")));
        (short_.GetProperty("time_to_first_token_ms").GetDouble() / 1000).ShouldBe(server.Value($"model_ttft_max{Id}")!.Value, 1e-6);
        short_.GetProperty("tokens_per_second").GetDouble().ShouldBe(server.Value($"usage_tokens_per_second_max{Id}")!.Value, 1e-6);

        var long_ = Usage(await server.ChatAsync(Ask("What does the p99 latency of a service tell me about its users?", "\"max_tokens\":4")));
        var (p1, p2) = (short_.GetProperty("prompt_tokens").GetInt32(), long_.GetProperty("prompt_tokens").GetInt32());
        p2.ShouldBeGreaterThan(p1);
        server.Value($"usage_prompt_tokens_min{Id}").ShouldBe(p1);
        server.Value($"usage_prompt_tokens_max{Id}").ShouldBe(p2);
        server.Value($"usage_prompt_tokens_avg{Id}").ShouldBe((p1 + p2) / 2.0);
        foreach (var usage in (JsonElement[])[short_, long_])
        {
            var output = usage.GetProperty("output_tokens").GetInt32();
            output.ShouldBe(usage.GetProperty("reasoning_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32());
            usage.GetProperty("total_tokens").GetInt32().ShouldBe(usage.GetProperty("prompt_tokens").GetInt32() + output);
        }

        server.ShouldReconcile();
    }

    [Fact]
    public async Task Answer_WithASeed_IsTheSameStreamedAndWhole()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var whole = JsonDocument.Parse(await server.ChatAsync(Ask("What is latency?", "\"seed\":7,\"max_tokens\":24")));
        var events = await server.ChatAsync(Ask("What is latency?", "\"seed\":7,\"max_tokens\":24,\"stream\":true"));
        var message = whole.RootElement.GetProperty("choices")[0].GetProperty("message");
        Join(events, "content").ShouldBe(message.GetProperty("content").GetString());
        if (message.TryGetProperty("reasoning_content", out var reasoning)) Join(events, "reasoning_content").ShouldBe(reasoning.GetString());
        whole.RootElement.GetProperty("object").GetString().ShouldBe("chat.completion");
    }

    [Fact]
    public async Task StopText_SplitAcrossTokens_EndsTheAnswerBeforeIt()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var whole = JsonDocument.Parse(await server.ChatAsync(Ask("What is latency?", "\"temperature\":0,\"max_tokens\":32")));
        var text = whole.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        text.Length.ShouldBeGreaterThan(12);
        var stop = text[5..12];
        using var cut = JsonDocument.Parse(await server.ChatAsync(Ask("What is latency?", $"\"temperature\":0,\"max_tokens\":32,\"stop\":[{JsonSerializer.Serialize(stop)}]")));
        var choice = cut.RootElement.GetProperty("choices")[0];
        choice.GetProperty("message").GetProperty("content").GetString().ShouldBe(text[..text.IndexOf(stop, StringComparison.Ordinal)]);
        choice.GetProperty("finish_reason").GetString().ShouldBe("stop");
    }

    [Fact]
    public async Task EndOfTheAnswer_Ignored_GoesOnToTheLimit()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var usual = JsonDocument.Parse(await server.ChatAsync(Ask("What is latency?", "\"temperature\":0,\"max_tokens\":200")));
        using var forced = JsonDocument.Parse(await server.ChatAsync(Ask("What is latency?", "\"temperature\":0,\"max_tokens\":200,\"ignore_eos\":true")));
        usual.RootElement.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        var choice = forced.RootElement.GetProperty("choices")[0];
        choice.GetProperty("finish_reason").GetString().ShouldBe("length");
        choice.GetProperty("message").GetProperty("content").GetString().ShouldStartWith(usual.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        forced.RootElement.GetProperty("usage").GetProperty("output_tokens").GetInt32().ShouldBe(200);
    }

    [Fact]
    public async Task Prompt_BeyondTheContext_Is400OutOfRange()
    {
        await using var server = await ModelServerFixture.StartAsync(options => options with { ContextSize = 64 });
        using var response = await server.PostAsync(Ask(string.Concat(Enumerable.Repeat("many words ", 200)), "\"stream\":true"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldMatch("""^{"code":"out_of_range","message":"messages cannot be used: the prompt has \d+ tokens and the context 64, .*"}$""");
        server.Page().ShouldNotContain("usage_");
    }

    [Fact]
    public async Task Slot_WantedForTooLong_IsTakenFromTheLongestAnswer()
    {
        await using var server = await ModelServerFixture.StartAsync(options => options with { Slots = 1, SlotTimeout = TimeSpan.FromMilliseconds(1) });
        // While the test has the cores, no engine computes: the tiny model would be done before anybody could want its slot.
        CoreBudget.Shared.Take(int.MaxValue);
        HttpResponseMessage longest;
        Task<string> wanted;
        try
        {
            // So hot that the token which ends an answer is one among thousands.
            longest = await server.PostAsync(Ask("What is latency?", "\"temperature\":10,\"top_k\":0,\"top_p\":1,\"stream\":true"));
            await server.WaitAsync(() => server.Value($"vitrine_model_active_streams{Model}", "otel") == 1);
            wanted = server.ChatAsync(Ask("And throughput?", "\"max_tokens\":4"));
            await server.WaitAsync(() => server.Value($"vitrine_model_queue_depth{Model}", "otel") == 1);
        }
        finally
        {
            CoreBudget.Shared.Return(int.MaxValue);
        }

        longest.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await wanted).ShouldContain("\"finish_reason\"");
        var rest = await longest.Content.ReadAsStringAsync();
        rest.ShouldContain("Others waited too long for this answer's slot; it is not complete. Try again later.\"},\"finish_reason\":\"error\"");
        rest.ShouldEndWith("data: [DONE]\n\n");
        await server.WaitAsync(() => server.Log.Of("request completed").Count() == 2);
        server.Log.Of("batch-engine").Count(line => line.GetProperty("status").GetString() == "preempting-slot").ShouldBe(1);
        var begun = server.Log.Of("batch-engine").First(line => line.GetProperty("status").GetString() == "slot-started");
        (begun.GetProperty("seq").GetInt32(), begun.TryGetProperty("kv_used", out _)).ShouldBe((0, true));
        server.Log.Of("batch-engine").Last(line => line.GetProperty("status").GetString() == "slot-finished").GetProperty("active_streams").GetInt32().ShouldBe(0);
        server.Value($"chat_requests_total{Id[..^1]},status=\"error\"}}").ShouldBe(1);
        server.Value($"chat_requests_total{Id[..^1]},status=\"ok\"}}").ShouldBe(1);
        server.Value($"vitrine_model_active_streams{Model}", "otel").ShouldBe(0);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Models_Asked_AreListedAndShown()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var list = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/models"));
        var model = list.RootElement.GetProperty("data").EnumerateArray().Single();
        model.GetProperty("id").GetString().ShouldBe(ModelServerFixture.TinyName);
        using var one = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/models/vitrine-tiny"));
        one.RootElement.GetProperty("size").GetInt64().ShouldBe(new FileInfo(ModelServerFixture.TinyModel).Length);
        (await server.Client.GetAsync("/v1/models/nosuch")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_OfAChat_HidesContentUnlessToldOtherwise(bool insecure)
    {
        await using var server = await ModelServerFixture.StartAsync(options => options with { InsecureLogging = insecure });
        await server.ChatAsync(Ask("What about zebras?", "\"max_tokens\":4"));
        foreach (var line in server.Log.Lines)
        {
            using var json = JsonDocument.Parse(line);
            foreach (var field in (string[])["time", "level", "msg", "service", "trace_id"]) json.RootElement.TryGetProperty(field, out _).ShouldBeTrue(line);
        }

        server.Log.Lines.Any(line => line.Contains("zebras", StringComparison.Ordinal)).ShouldBe(insecure);
        server.Log.Lines.Any(line => line.Contains("Insecure logging is on", StringComparison.Ordinal)).ShouldBe(insecure);
    }

    private static string Ask(string question, string more) =>
        $$"""{"model":"vitrine-tiny","messages":[{"role":"user","content":{{JsonSerializer.Serialize(question)}}}],{{more}}}""";

    private static JsonElement Usage(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("usage");

    private static string Join(string events, string part)
    {
        var deltas = events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices")[0].GetProperty("delta"));
        return string.Concat(deltas.Select(delta => delta.TryGetProperty(part, out var text) ? text.GetString() : ""));
    }
}
