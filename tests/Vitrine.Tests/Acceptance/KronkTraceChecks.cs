using System.Text.Json;
using Vitrine.Settings;
using Vitrine.Testing.Otlp;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Acceptance;

/// <summary>Checks K17, K18 and K20 of the contract of pack kronk: what a collector gets of <c>serve model</c>.</summary>
public sealed class KronkTraceChecks : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string ProbesTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task K17_Chat_IsOneTraceAndLivenessNone()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: true);
        _surroundings.Variables["KRONK_TEMPO_HOST"] = $"127.0.0.1:{collector.Address.Port}";
        await using var served = await ServedModel.StartAsync(_surroundings, (ModelSettings.TempoProbability, "1.0"));
        foreach (var path in (string[])["/v1/liveness", "/v1/liveness?x=1", "/v1/readiness", "/v1/readiness?x=1", "/v1/liveness"])
        {
            using var probe = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "traceparent", $"00-{ProbesTrace}-00f067aa0ba902b7-01" } } };
            (await served.Api.SendAsync(probe, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        }

        await served.ChatAsync($"00-{Trace}-b7ad6b7169203331-01");
        var spans = await ReadAsync(collector, span => span.Name == "request" && span.TraceId == Trace);

        // Whatever a probe had caused would have been sent before.
        spans.ShouldAllBe(span => span.TraceId != ProbesTrace);
        spans.ShouldAllBe(span => !span.Attributes.Values.Any(value => value.Contains("liveness", StringComparison.Ordinal) || value.Contains("readiness", StringComparison.Ordinal)));
        var tree = spans.Where(span => span.TraceId == Trace).ToDictionary(span => span.Name, StringComparer.Ordinal);
        tree["request"].Kind.ShouldBe(2);
        tree["request"].ParentSpanId.ShouldBe("b7ad6b7169203331");
        ShouldBeUnder("request", "POST /v1/chat/completions");
        ShouldBeUnder("POST /v1/chat/completions", "pool-acquire", "prepare-request", "queue-wait", "process-request", "web.send.response");
        ShouldBeUnder("process-request", "prefill", "token-generation");
        tree["pool-acquire"].Attributes["result"].ShouldBe("hit");
        tree["web.send.response"].Attributes["status"].ShouldBe("200");
        tree["process-request"].Attributes["output_tokens"].ShouldBe(tree["token-generation"].Attributes["output_tokens"]);
        tree["request"].Resource["service.name"].ShouldBe("kronk");

        void ShouldBeUnder(string parent, params string[] children)
        {
            foreach (var child in children) tree[child].ParentSpanId.ShouldBe(tree[parent].SpanId, child);
        }
    }

    /// <summary>The contract allows 65 s; here the exporter looks again by itself, sooner.</summary>
    [Fact]
    public async Task K18_CollectorThatComesLater_GetsTheNextSpans()
    {
        var reserved = new ReservedPort();
        var port = reserved.Number;
        _surroundings.Variables["KRONK_TEMPO_HOST"] = $"127.0.0.1:{port}";
        await using var served = await ServedModel.StartAsync(_surroundings, (ModelSettings.TempoProbability, "1"));
        await served.ChatAsync();

        reserved.Dispose();
        await using var collector = await OtlpCollector.StartAsync(grpc: true, port);
        await served.ChatAsync($"00-{Trace}-b7ad6b7169203331-01");
        var spans = await ReadAsync(collector, span => span.Name == "request" && span.TraceId == Trace);
        foreach (var name in (string[])["prepare-request", "prefill", "token-generation", "process-request"])
            spans.ShouldContain(span => span.TraceId == Trace && span.Name == name);
    }

    [Fact]
    public async Task K20_TraceparentOfTheAnswer_IsTheLogs()
    {
        var log = _surroundings["model.log"];
        var served = await ServedModel.StartAsync(_surroundings, (ModelSettings.TempoProbability, "1"), (SharedSettings.LogOutput, log));
        using var answer = await served.Api.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        var traceParent = answer.Headers.GetValues("traceparent").Single();
        await served.DisposeAsync();
        var completed = (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement)
            .Single(line => line.GetProperty("msg").GetString() == "request completed");
        traceParent.Split('-')[1].ShouldBe(completed.GetProperty("trace_id").GetString());
    }

    /// <summary>Every span that came, up to the awaited one; spans are sent in the order of their ends.</summary>
    private static async Task<List<CollectedSpan>> ReadAsync(OtlpCollector collector, Func<CollectedSpan, bool> isLast)
    {
        using var deadline = new CancellationTokenSource(ServedModel.Deadline);
        var spans = new List<CollectedSpan>();
        do spans.Add(await collector.Spans.ReadAsync(deadline.Token));
        while (!isLast(spans[^1]));
        return spans;
    }
}
