using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Vitrine.Benchmarks.Harness;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Benchmarks.Telemetry;

/// <summary>The figures of docs/benchmarks.md for the SDK: points, histograms, whole operations, pages and log lines beside floors and peers.</summary>
internal static class TelemetryBench
{
    private static readonly Dictionary<string, Action> s_areas = new(StringComparer.Ordinal)
    {
        ["points"] = Points,
        ["operations"] = Operations,
        ["pages"] = Pages,
        ["logs"] = Logs,
    };

    public static int Run(string[] areas)
    {
        foreach (var area in areas.Length == 0 ? [.. s_areas.Keys] : areas)
        {
            if (!s_areas.TryGetValue(area, out var run))
            {
                Console.Error.WriteLine($"There is no area '{area}'. Accepted: {string.Join(", ", s_areas.Keys)}.");
                return 2;
            }

            run();
        }

        return 0;
    }

    private static void Points()
    {
        using var telemetry = BenchService.Points();
        var counter = Bind(telemetry, BenchService.Counted);
        var histogram = Bind(telemetry, BenchService.Observed);
        using var meter = new Meter("Bench.Peer");
        var peerCounter = meter.CreateCounter<long>("peer_counted");
        var peerHistogram = meter.CreateHistogram<double>("peer_observed");
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("Bench.Peer").AddReader(new BaseExportingMetricReader(new NullExporter()))
            .AddView("peer_observed", new ExplicitBucketHistogramConfiguration { Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] }).Build();

        var feed = telemetry.Packs[0].Metrics.Feeds[0];
        using var described = telemetry.Begin(BenchService.Carrier);
        described.Set(BenchService.Model, "llama").Set(BenchService.Path, "/v1/chat").Set(BenchService.Status, 200);

        Subject bound = new("bound counter", n => { for (var i = 0; i < n; i++) counter.Record(); });
        using var published = BenchService.Points();
        published.PublishMeter(published.PackNames[0]);
        var unheard = Bind(published, BenchService.Observed);
        Subject observed = new("bound histogram, 13 buckets", n => { for (var i = 0; i < n; i++) histogram.Record(0.3); });
        Measure.Print("Points: ns per operation", "ns", 1, Measure.OneThread(
            2_000_000,
            new Subject("floor: Interlocked on one word", Floors.InterlockedAdd),
            new Subject("floor: striped by processor", Floors.StripedAdd),
            bound,
            new Subject("series of 3 labels resolved from facts", n => { for (var i = 0; i < n; i++) feed.CellOf(new OperationReader(described)); }),
            new Subject("series of 3 labels resolved from facts, and counted", n => { for (var i = 0; i < n; i++) feed.Record(described); }),
            new Subject("a point with 3 facts described, resolved and counted", n => { for (var i = 0; i < n; i++) telemetry.Point(BenchService.Counted).Set(BenchService.Model, "llama").Set(BenchService.Path, "/v1/chat").Set(BenchService.Status, 200).Emit(); }),
            new Subject("OpenTelemetry counter, 3 tags", n => { for (var i = 0; i < n; i++) peerCounter.Add(1, new("model", "llama"), new("path", "/v1/chat"), new("status", "200")); }),
            observed,
            new Subject("the same, published as a meter that nobody hears", n => { for (var i = 0; i < n; i++) unheard.Record(0.3); }),
            new Subject("OpenTelemetry histogram, 3 tags", n => { for (var i = 0; i < n; i++) peerHistogram.Record(0.3, new("model", "llama"), new("path", "/v1/chat"), new("status", "200")); })));
        var neighbours = Enumerable.Range(0, 33).Select(i => Repeat(BindLabelled(telemetry, "neighbour-" + i))).ToArray();
        Measure.Print("Points, two threads: ns per operation and thread", "ns", 1,
        [
            Measure.TwoThreads(1_000_000, new Subject("floor: Interlocked on one word", Floors.InterlockedAdd)),
            Measure.TwoThreads(1_000_000, bound),
            Measure.TwoThreads(1_000_000, observed),
            Measure.TwoThreads(1_000_000, "counters made one after the other", neighbours[0], neighbours[1]),
            Measure.TwoThreads(1_000_000, "counters on one cache line", neighbours[0], neighbours[32]),
        ]);
    }

    private static void Operations()
    {
        using var silent = BenchService.ModelServer(null);
        using var logging = BenchService.ModelServer(new NullOutput());
        Measure.Print("Whole operations (http > inference > prefill, decode; packs kronk and otel): ns per request", "ns", 1, Measure.OneThread(
            50_000,
            new Subject("metrics, ring, no span", n => { for (var i = 0; i < n; i++) BenchService.Chat(silent); }),
            new Subject("the same and five log lines rendered", n => { for (var i = 0; i < n; i++) BenchService.Chat(logging); })));
    }

    private static void Pages()
    {
        foreach (var (series, rounds) in new[] { (10_000, 300), (100_000, 30) })
        {
            using var telemetry = BenchService.Points();
            // Half of the lines are counters, half histograms of 16 lines.
            for (var i = 0; i < series / 2; i++) Emit(telemetry, BenchService.Counted, i);
            for (var i = 0; i < series / 2 / 16; i++) Emit(telemetry, BenchService.Observed, i);
            var page = new ArrayBufferWriter<byte>(32 * 1024 * 1024);
            var floor = new ArrayBufferWriter<byte>(32 * 1024 * 1024);
            var prefixes = Enumerable.Range(0, series).Select(i => Encoding.UTF8.GetBytes($"bench_counted_total{{model=\"llama-{i}\",path=\"/v1/chat/completions\",status=\"200\"}} ")).ToArray();
            Measure.Print($"A page of {series:N0} series: ms", "ms", 1e6, Measure.OneThread(
                rounds,
                new Subject("floor: cached prefix and integer", n => { for (var i = 0; i < n; i++) Floors.CachedPrefixPage(floor, prefixes); }),
                new Subject("text 0.0.4", n => { for (var i = 0; i < n; i++) Write(telemetry, page, ExpositionFormat.Text); }),
                new Subject("OpenMetrics 1.0", n => { for (var i = 0; i < n; i++) Write(telemetry, page, ExpositionFormat.OpenMetrics); })));
        }
    }

    private static void Logs()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-bench");
        try
        {
            var sink = LogSink.Open(new LogSinkOptions { Destination = Path.Combine(folder.FullName, "vitrine.log"), MaxPendingBytes = 256 * 1024 * 1024 });
            using var peer = new SerilogPeer(Path.Combine(folder.FullName, "serilog.log"));
            var names = Enumerable.Range(0, 8).Select(i => JsonLineBuilder.EncodeName("field_" + i)).ToArray();
            Measure.Print("A JSON line of 8 fields with time, level and message to a file: ns of process CPU", "ns", 1, Measure.OneThread(
                50_000,
                new Subject("this SDK", n => WriteLines(sink, names, n), WholeProcess: true),
                new Subject("Serilog 3.1.1, JSON formatter, buffered file", peer.Write, WholeProcess: true)));
            Console.WriteLine($"  dropped by the bounded sink: {sink.Dropped:N0} of {sink.Dropped + sink.Written:N0}");
            sink.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Recorder Bind(VitrineTelemetry telemetry, Kind point) => telemetry.Bind(point);

    private static Recorder BindLabelled(VitrineTelemetry telemetry, string model)
    {
        using var carrier = telemetry.Begin(BenchService.Carrier).Set(BenchService.Model, model);
        return telemetry.Bind(BenchService.Counted, carrier);
    }

    private static Action<int> Repeat(Recorder recorder) => n =>
    {
        for (var i = 0; i < n; i++) recorder.Record();
    };

    private static void Emit(VitrineTelemetry telemetry, Kind point, int i) =>
        telemetry.Point(point).Set(BenchService.Model, "llama-" + i).Set(BenchService.Path, "/v1/chat/completions").Set(BenchService.Status, 200).Emit(0.3 + i);

    private static void Write(VitrineTelemetry telemetry, ArrayBufferWriter<byte> page, ExpositionFormat format)
    {
        page.ResetWrittenCount();
        telemetry.WriteMetrics(page, format);
    }

    private static void WriteLines(LogSink sink, byte[][] names, int n)
    {
        for (var i = 0; i < n; i++)
        {
            var line = JsonLineBuilder.Rent();
            line.BeginObject();
            line.WriteName(names[0]);
            line.WriteTime(DateTimeOffset.UtcNow);
            line.WriteRaw(",\"level\":\"INFO\",\"message\":\"request completed\""u8);
            line.WriteName(names[1]);
            line.WriteString("POST");
            line.WriteName(names[2]);
            line.WriteString("/v1/chat/completions");
            line.WriteName(names[3]);
            line.WriteNumber(200);
            line.WriteName(names[4]);
            line.WriteString("vitrine-tiny");
            line.WriteName(names[5]);
            line.WriteNumber((long)i);
            line.WriteName(names[6]);
            line.WriteNumber(12.5);
            line.WriteName(names[7]);
            line.WriteString("550e8400-e29b-41d4-a716-446655440000");
            line.EndObject();
            sink.TryWrite(line.Finish());
            line.Return();
        }

        sink.Flush(TimeSpan.FromSeconds(30));
    }

    private sealed class NullOutput : ILineOutput
    {
        public void Write(ReadOnlySpan<byte> line)
        {
        }
    }

    private sealed class NullExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
