using Vitrine.Telemetry.Upstreams;
using Vitrine.Testing;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Chat;

/// <summary>Which models there are, and which one is asked.</summary>
public sealed class ModelsTests
{
    private static readonly string[] s_events = [Answers.Piece("a"), Answers.Done];

    [Fact]
    public async Task Models_HaveTheDocumentsFields()
    {
        await using var upstream = await RawUpstream.StartAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" +
            """{"data":[{"id":"tiny","created":1700000000,"size":904708096,"model_family":"llama","quantisation":"Q8_0","parameters":1235814432},{"id":"bare"}]}""");
        await using var chat = await ChatFixture.StartAsync(upstream.Address);
        (await chat.Client.GetStringAsync("/models")).ShouldBe(
            """[{"name":"tiny","parameters":"1.24 B","quantization":"Q8_0","architecture":"llama","modelId":"tiny","created":"2023-11-14T22:13:20+00:00","size":"862.8 MiB"},{"name":"bare","modelId":"bare"}]""");
    }

    [Fact]
    public async Task Models_WithoutAList_Are502()
    {
        await using var upstream = await RawUpstream.StartAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>");
        await using var chat = await ChatFixture.StartAsync(upstream.Address);
        using var response = await chat.Client.GetAsync("/models");
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((502, "What answers in the place of the model's server is not one."));
        (await chat.SumAsync("genai_app_errors_total", "type=\"upstream_error\"")).ShouldBe(1);
    }

    [Theory]
    [InlineData("", """{"message":"Hi"}""", "first", "first")]
    [InlineData("", """{"message":"Hi","model":"second"}""", "second", "second")]
    [InlineData("configured", """{"message":"Hi"}""", "configured", "configured")]
    [InlineData("configured", """{"message":"Hi","model":"second"}""", "second", "second")]
    [InlineData("configured", """{"message":"Hi","model":""}""", "configured", "configured")]
    [InlineData("configured", """{"message":"Hi","model":"stranger"}""", "stranger", "unknown")]
    public async Task Chat_Model_IsTheNamedOneElseTheDefault(string configured, string body, string asked, string label)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(s_events));
        upstream.Models = ["first", "second"];
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { Model = configured, ApiKey = UpstreamKey.Of("key") });
        (await chat.SendAsync("/chat", body)).ShouldBe((200, "a"));
        var received = await upstream.ReceiveAsync();
        received.Body.ShouldContain($"\"model\":\"{asked}\"");
        received.Body.ShouldContain("\"stream_options\":{\"include_usage\":true}");
        received.Headers.Authorization.ToString().ShouldBe("Bearer key");
        (await chat.SumAsync("genai_app_model_latency_seconds_count", $"model=\"{label}\"")).ShouldBe(1);
    }

    [Fact]
    public async Task Chat_WithoutAnyModel_IsTold()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(s_events));
        upstream.Models = [];
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { Model = "" });
        (await chat.ChatAsync()).ShouldBe((502, "The model's server offers no model."));
        await chat.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Readiness_WithoutAConfiguredModel_FindsTheDefault()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Models = [];
        var clock = new ManualClock();
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { Model = "" }, clock);
        using (var response = await chat.Client.GetAsync("/readiness")) (await response.Content.ReadAsStringAsync()).ShouldBe("""{"status":"not ready","reason":"The model's server offers no model."}""");
        upstream.Models = ["first"];
        clock.Advance(TimeSpan.FromSeconds(6));
        (await chat.GetAsync("/readiness")).GetProperty("status").GetString().ShouldBe("ready");
        (await chat.GetAsync("/health")).GetProperty("model_info").GetProperty("model").GetString().ShouldBe("first");
    }

    [Fact]
    public async Task List_ManyChatsOfStrangers_IsReadOnceInAWhile()
    {
        var clock = new ManualClock();
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(s_events));
        await using var chat = await ChatFixture.StartAsync(upstream, clock: clock);
        for (var i = 0; i < 10; i++) await chat.SendAsync("/chat", """{"message":"Hi","model":"new"}""");
        (await chat.SumAsync("genai_app_model_latency_seconds_count", "model=\"unknown\"")).ShouldBe(10);
        upstream.Models = ["new"];
        await chat.SendAsync("/chat", """{"message":"Hi","model":"new"}""");
        (await chat.SumAsync("genai_app_model_latency_seconds_count", "model=\"new\"")).ShouldBeNull("the list is fresh enough");
        clock.Advance(TimeSpan.FromSeconds(6));
        await chat.SendAsync("/chat", """{"message":"Hi","model":"new"}""");
        (await chat.SumAsync("genai_app_model_latency_seconds_count", "model=\"new\"")).ShouldBe(1);
    }
}
