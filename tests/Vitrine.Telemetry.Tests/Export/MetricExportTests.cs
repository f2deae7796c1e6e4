using System.Diagnostics;
using Vitrine.Telemetry.Export;
using Vitrine.Testing.Otlp;

namespace Vitrine.Telemetry.Tests.Export;

public sealed class MetricExportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flush_PackOtel_ArrivesWithFoldedLabelsAndItsBuckets(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Metrics(collector.Address, grpc)));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience).ShouldBeTrue();
        var duration = await collector.Series.Next(series => series.Name == "http_server_request_duration_seconds");
        duration.Meter.ShouldBe("Vitrine.Pack.otel");
        duration.BucketCounts.Sum().ShouldBe(1);
        duration.Bounds.Count.ShouldBe(14);
        duration.Attributes["http_request_method"].ShouldBe("_OTHER");
        duration.Attributes["http_response_status_code"].ShouldBe("503");
        duration.Resource["service.name"].ShouldBe("tested");
        (await collector.Series.Next(series => series.Name == "process_threads")).Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Flush_CollectorRefuses_CountsWhatWasLost()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        collector.Mood = CollectorMood.Refuses;
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Metrics(collector.Address, grpc: false)));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience);
        export.Drops.Of(ExportDrops.Part.Metric, ExportDrops.Reason.ExportFailed).ShouldBeGreaterThan(0);
        Exporting.Page(telemetry).ShouldContain("vitrine_telemetry_dropped_total{part=\"metric\",reason=\"export_failed\"}");
    }

    [Fact]
    public async Task Stop_CollectorHangs_KeepsItsBound()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        collector.Mood = CollectorMood.Hangs;
        using var telemetry = Exporting.Service();
        var export = TelemetryExport.Start(telemetry, Exporting.Settings(Metrics(collector.Address, grpc: false)));
        Exporting.Request(telemetry);
        var started = Stopwatch.GetTimestamp();
        await export.StopAsync();
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static ExportOptions Metrics(Uri collector, bool grpc) => Exporting.To(collector, grpc) with { Traces = ExportTarget.None, Metrics = ExportTarget.Otlp };
}
