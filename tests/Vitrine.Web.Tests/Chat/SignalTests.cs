using System.Text.Json;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Lines;
using Vitrine.Testing.Otlp;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Chat;

/// <summary>Log and trace of a chat (A18 to A20).</summary>
public sealed class SignalTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string TraceParent = $"00-{Trace}-00f067aa0ba902b7-01";

    [Fact]
    public async Task A18_RequestLine_HasWhatTheDocumentLists()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream);
        using (var response = await chat.PostAsync("/chat", """{"message":"Hi"}""", CancellationToken.None, ("User-Agent", "Mozilla/5.0"), ("X-Request-Id", "req-1")))
        {
            await response.Content.ReadAsStringAsync();
            response.Headers.GetValues("X-Request-Id").ShouldBe(["req-1"]);
        }

        await chat.ShouldBeAtRestAsync();
        using var line = JsonDocument.Parse(chat.Lines.Single(line => line.Contains("Request completed", StringComparison.Ordinal)));
        foreach (var name in (string[])["level", "time", "message", "request_id", "method", "path", "duration", "user_agent", "component"]) line.RootElement.GetProperty(name).ToString().ShouldNotBeEmpty(name);
        line.RootElement.GetProperty("status").GetInt32().ShouldBe(200);
        (line.RootElement.GetProperty("request_id").GetString(), line.RootElement.GetProperty("user_agent").GetString()).ShouldBe(("req-1", "Mozilla/5.0"));
        (await upstream.ReceiveAsync()).Headers["X-Request-ID"].ToString().ShouldBe("req-1");
        chat.Lines.ShouldAllBe(text => !text.Contains("\"Hi\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A19_LogLevelError_SilencesAnswersAndKeepsFailures()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        var file = Path.Combine(Directory.CreateTempSubdirectory("web").FullName, "web.log");
        await using (var chat = await ChatFixture.StartAsync(upstream.Address, telemetry: options => options.Log = new ServiceLogOptions { Filter = "error", Output = file }))
        {
            await chat.ChatAsync();
            upstream.Next(Answers.Json(500, "{}"));
            await chat.ChatAsync();
        }

        var lines = await File.ReadAllLinesAsync(file);
        lines.ShouldHaveSingleItem().ShouldStartWith("""{"level":"error","component":"model",""");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task A20_Trace_GoesFromThePageToTheModel()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(
            Answers.Piece("a"), """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3},"timings":{"prompt_ms":12.5}}""" + "\n\n", Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream.Address, telemetry: options =>
        {
            options.Log = null;
            options.ServiceName = "web-a20";
            options.Export = new ExportOptions { Endpoint = collector.Address, Transport = OtlpTransport.HttpProtobuf };
        });
        using (var report = await chat.PostAsync("/metrics/log", "{}", CancellationToken.None, ("traceparent", TraceParent))) report.EnsureSuccessStatusCode();
        using (var response = await chat.PostAsync("/chat", """{"message":"Hi"}""", CancellationToken.None, ("traceparent", TraceParent)))
        {
            await response.Content.ReadAsStringAsync();
            response.Headers.GetValues("X-Trace-Id").ShouldBe([Trace]);
        }

        var spans = new List<CollectedSpan>();
        using var deadline = new CancellationTokenSource(ChatFixture.Deadline);
        while (spans.Count < 3) spans.Add(await collector.Spans.ReadAsync(deadline.Token));
        var (http, inference, prefill) = (Named("http_request"), Named("model_inference"), Named("prompt_evaluation"));
        (http.TraceId, http.ParentSpanId).ShouldBe((Trace, "00f067aa0ba902b7"));
        http.Attributes["http.url"].ShouldBe("/chat");
        (inference.ParentSpanId, prefill.ParentSpanId).ShouldBe((http.SpanId, inference.SpanId));
        (inference.Attributes["tokens.input"], inference.Attributes["tokens.output"], inference.Attributes["inference.type"]).ShouldBe(("7", "3", "streaming"));
        (await upstream.ReceiveAsync()).Headers.TraceParent.ToString().ShouldBe($"00-{Trace}-{inference.SpanId}-01");

        CollectedSpan Named(string name) => spans.Single(span => span.Name == name);
    }
}
