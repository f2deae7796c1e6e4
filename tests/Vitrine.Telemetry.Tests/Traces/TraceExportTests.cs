using System.Diagnostics;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Tests.Export;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Testing.Otlp;

namespace Vitrine.Telemetry.Tests.Traces;

public sealed class TraceExportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flush_Request_ArrivesAsOneTree(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Exporting.To(collector.Address, grpc), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test")));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience).ShouldBeTrue();

        var inference = await collector.Spans.Next();
        var http = await collector.Spans.Next();
        inference.Name.ShouldBe("chat tiny");
        inference.ParentSpanId.ShouldBe(http.SpanId);
        inference.TraceId.ShouldBe(http.TraceId);
        inference.StatusCode.ShouldBe(2);
        inference.Attributes["error.type"].ShouldBe("overloaded");
        inference.Attributes["gen_ai.usage.output_tokens"].ShouldBe("7");
        http.Name.ShouldBe("POST /v1/chat/completions");
        http.Kind.ShouldBe(2);
        http.ParentSpanId.ShouldBeEmpty();
        http.Resource["service.name"].ShouldBe("tested");
        http.Resource["service.instance.id"].ShouldNotBeEmpty();
        http.Resource["service.version"].ShouldNotBeEmpty();
        http.Resource["deployment.environment"].ShouldBe("test");
        export.Drops.Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flush_HeadersAndCompression_Arrive(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(
            Exporting.To(collector.Address, grpc), ("OTEL_EXPORTER_OTLP_HEADERS", "x-team=a%20b"), ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip")));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience).ShouldBeTrue();
        (await collector.Spans.Next()).Name.ShouldBe("chat tiny");
        collector.Headers["x-team"].ShouldBe("a b");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_WithoutACollector_CountsLossesAndDeliversWhenOneAppears(bool grpc)
    {
        using var port = new ReservedPort();
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Exporting.To(new Uri($"http://127.0.0.1:{port.Number}"), grpc)));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience);
        export.Drops.Of(ExportDrops.Part.Span, ExportDrops.Reason.ExportFailed).ShouldBe(2);
        Exporting.Page(telemetry).ShouldContain("vitrine_telemetry_dropped_total{part=\"span\",reason=\"export_failed\"} 2\n");

        var number = port.Number;
        port.Dispose();
        await using var collector = await OtlpCollector.StartAsync(grpc, number);
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience).ShouldBeTrue();
        (await collector.Spans.Next()).Name.ShouldBe("chat tiny");
        export.Drops.Total.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_CollectorHangs_KeepsItsBoundAndCountsTheRest(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        collector.Mood = CollectorMood.Hangs;
        using var telemetry = Exporting.Service();
        var export = TelemetryExport.Start(telemetry, Exporting.Settings(Exporting.To(collector.Address, grpc), ("OTEL_BSP_SCHEDULE_DELAY", "1")));
        Exporting.Request(telemetry);
        await collector.Requests.Next();
        Exporting.Request(telemetry);
        var started = Stopwatch.GetTimestamp();
        var lost = await export.StopAsync();
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        lost.ShouldBe(4);
        export.Drops.Of(ExportDrops.Part.Span, ExportDrops.Reason.Shutdown).ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_CollectorRefuses_CountsAndEnds(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        collector.Mood = CollectorMood.Refuses;
        using var telemetry = Exporting.Service();
        var export = TelemetryExport.Start(telemetry, Exporting.Settings(Exporting.To(collector.Address, grpc)));
        Exporting.Request(telemetry);
        (await export.StopAsync()).ShouldBe(2);
        await collector.Requests.Next();
    }

    [Fact]
    public async Task OnEnd_QueueFull_CountsWhatIsRefused()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        collector.Mood = CollectorMood.Hangs;
        using var telemetry = Exporting.Service();
        var export = TelemetryExport.Start(telemetry, Exporting.Settings(
            Exporting.To(collector.Address, grpc: false), ("OTEL_BSP_MAX_QUEUE_SIZE", "4"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2"), ("OTEL_BSP_SCHEDULE_DELAY", "1")));
        Exporting.Request(telemetry);
        await collector.Requests.Next();
        for (var i = 0; i < 3; i++) Exporting.Request(telemetry);
        export.Drops.Of(ExportDrops.Part.Span, ExportDrops.Reason.QueueFull).ShouldBeInRange(2, 3);
        await export.StopAsync();
        export.Drops.Total.ShouldBe(8);
    }

    [Fact]
    public async Task Begin_UnsampledRequest_MakesNoActivityForChildren()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Exporting.To(collector.Address, grpc: false) with { SampleRatio = 0 }));
        using var http = telemetry.Begin(HttpKinds.Http).Opened();
        using var inference = http.Begin(InferenceKinds.Inference).Opened();
        http.Span.ShouldNotBeNull();
        http.Span.Recorded.ShouldBeFalse();
        inference.Span.ShouldBeNull();
        inference.End(Outcome.Ok);
        http.End(Outcome.Ok);
        export.Flush(Exporting.Patience).ShouldBeTrue();
        collector.Spans.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_OtherSources_AreNotListenedTo()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Exporting.To(collector.Address, grpc: false)));
        using var other = new ActivitySource("Other");
        other.StartActivity("theirs").ShouldBeNull();
    }
}
