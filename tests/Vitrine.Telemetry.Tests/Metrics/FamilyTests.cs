using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Metrics;

public sealed class FamilyTests
{
    private const int Threads = 4;
    private const int Rounds = 20_000;

    private static readonly Kind s_spent = Kind.Point("test_spent", HttpFacts.Path);

    private const string Pack = """
        pack: test
        labels: { path: { fact: url.path, admit: 5000 } }
        metrics:
        - { counter: seen_total, help: h, from: http, labels: [path] }
        - { counter: spent_total, help: h, from: test_spent, value: value, labels: [path] }
        - { histogram: took_seconds, help: h, from: http, value: duration, buckets: [1], labels: [path] }
        - { gauge: open, help: h, open: http }
        """;

    [Fact]
    public async Task Write_WhileSeriesAreAdded_ShowsEachWholeAndInTheEndAll()
    {
        using var service = Service();
        var adding = Run(thread =>
        {
            for (var i = 0; i < 1000; i++) Request(service, $"/{thread}/{i}");
        });
        while (!adding.IsCompleted) service.Samples("seen_total").ShouldAllBe(line => line.EndsWith("\"} 1") || line.EndsWith("\"} 0"));
        await adding;
        service.Samples("seen_total").Length.ShouldBe(Threads * 1000);
        service.Samples("seen_total").ShouldAllBe(line => line.EndsWith("\"} 1"));
        service.Samples("took_seconds_count").ShouldAllBe(line => line.EndsWith("\"} 1"));
    }

    [Fact]
    public async Task Write_AfterContention_SumsAllThreadsExactly()
    {
        using var service = Service();
        await Run(thread =>
        {
            for (var i = 0; i < Rounds; i++) Request(service, "/" + (i % 3));
            for (var i = 0; i < Rounds; i++) Request(service, "/own/" + thread);
        });
        Sum(service, "seen_total").ShouldBe(2 * Threads * Rounds);
        Sum(service, "took_seconds_count").ShouldBe(2 * Threads * Rounds);
        Sum(service, "took_seconds_bucket{path=\"/0\",le=\"+Inf\"}").ShouldBe(Sum(service, "took_seconds_count{path=\"/0\"}"));
        service.Samples("seen_total{path=\"/own/").ShouldAllBe(line => line.EndsWith($" {Rounds}"));
        service.Samples("open").ShouldBe(["open 0"]);
    }

    [Fact]
    public void Write_CounterThatAddedFractions_ShowsThemAndCountsOn()
    {
        using var service = Service();
        foreach (var value in (double[])[1.5, 2, 1.5]) Spend(service, "/", value);
        Spend(service, "/whole", 2);
        service.Samples("spent_total").ShouldBe(["spent_total{path=\"/\"} 5", "spent_total{path=\"/whole\"} 2"]);
        Spend(service, "/", 2.5);
        service.Samples("spent_total{path=\"/\"}").ShouldBe(["spent_total{path=\"/\"} 7.5"]);
    }

    [Fact]
    public void Write_HistogramWithAnExemplar_ShowsItInOpenMetricsOnly()
    {
        var family = new HistogramFamily(new FamilyOptions("took_seconds", "h", FamilyType.Histogram, [], Presence.Header) { Buckets = new Buckets([1]) });
        var cell = (HistogramCell)family.GetOrAdd([]);
        using var span = new Activity("span") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
        cell.Observe(0.5);
        Page(family, ExpositionFormat.OpenMetrics).ShouldNotContain("trace_id");
        cell.RememberAmbient(0.5, unixSeconds: 7);
        Page(family, ExpositionFormat.OpenMetrics).ShouldContain($"le=\"1.0\"}} 1 # {{trace_id=\"{span.TraceId}\",span_id=\"{span.SpanId}\"}} 0.5 7\n");
        Page(family, ExpositionFormat.Text).ShouldContain("le=\"1\"} 1\n");
    }

    private static PackService Service() => new(Pack, [.. HouseVocabulary.All, s_spent]);

    private static string Page(Family family, ExpositionFormat format)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var page = new PageWriter(bytes, format);
        family.Write(ref page, new StateReads(ServiceResource.Empty));
        page.End();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static Task Run(Action<int> body)
    {
        var start = new Barrier(Threads);
        return Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                body(thread);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static double Sum(PackService service, string name) =>
        service.Samples(name).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static void Request(PackService service, string path)
    {
        using var http = service.Telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Path, path);
        http.End(Outcome.Ok);
    }

    private static void Spend(PackService service, string path, double value) => service.Telemetry.Point(s_spent).Set(HttpFacts.Path, path).Emit(value);
}
