using System.Buffers;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Exposition;

public sealed class PageTests
{
    private const string Pack = """
        pack: test
        labels: { method: { fact: http.request.method, admit: 10 }, kind: { values: [a, b] } }
        metrics:
        - { counter: requests, help: "Help with \\ and\nnewline", from: http }
        - { counter: seen_total, help: h, from: http }
        - { histogram: took_seconds, help: h, from: http, value: duration, buckets: [0.5, 1], labels: [method] }
        - { histogram: plain_seconds, help: h, from: inference, value: duration, buckets: [1] }
        - { counter: closed_total, help: h, presence: zero, labels: [kind], feeds: [{ from: http, const: { kind: a } }, { from: inference, const: { kind: b } }] }
        - { gauge: hidden, help: h, from: inference, value: duration, presence: absent }
        """;

    [Fact]
    public void Write_Text_IsWhatPrometheusReads()
    {
        using var service = new PackService(Pack);
        Request(service);
        service.Page.ShouldBe("""
            # HELP requests Help with \\ and\nnewline
            # TYPE requests counter
            requests 1
            # HELP seen_total h
            # TYPE seen_total counter
            seen_total 1
            # HELP took_seconds h
            # TYPE took_seconds histogram
            took_seconds_bucket{method="GET",le="0.5"} 0
            took_seconds_bucket{method="GET",le="1"} 1
            took_seconds_bucket{method="GET",le="+Inf"} 1
            took_seconds_sum{method="GET"} 0.75
            took_seconds_count{method="GET"} 1
            # HELP plain_seconds h
            # TYPE plain_seconds histogram
            plain_seconds_bucket{le="1"} 0
            plain_seconds_bucket{le="+Inf"} 0
            plain_seconds_sum 0
            plain_seconds_count 0
            # HELP closed_total h
            # TYPE closed_total counter
            closed_total{kind="a"} 1
            closed_total{kind="b"} 0

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Write_OpenMetrics_NamesCountersWithoutTotalAsUnknownAndEnds()
    {
        using var service = new PackService(Pack);
        Request(service);
        var page = service.PageAs(ExpositionFormat.OpenMetrics);
        page.ShouldContain("# TYPE requests unknown\nrequests 1\n");
        page.ShouldContain("# TYPE seen counter\nseen_total 1\n");
        page.ShouldContain("le=\"1.0\"} 1\n");
        page.ShouldEndWith("# EOF\n");
    }

    [Fact]
    public void Write_SteadyState_AllocatesNothing()
    {
        using var service = new PackService(Pack);
        for (var i = 0; i < 10; i++) Request(service);
        var page = new ArrayBufferWriter<byte>(64 * 1024);
        Write(service, page);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Write(service, page);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Write(PackService service, ArrayBufferWriter<byte> page)
    {
        page.ResetWrittenCount();
        service.Telemetry.WriteMetrics(page, ExpositionFormat.Text);
    }

    private static void Request(PackService service)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var http = service.Telemetry.Begin(HttpKinds.Http, start).Set(HttpFacts.Method, "GET").Opened();
        http.End(Outcome.Ok, endTimestamp: start + (System.Diagnostics.Stopwatch.Frequency * 3 / 4));
    }
}
