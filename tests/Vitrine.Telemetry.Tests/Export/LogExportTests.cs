using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Export;
using Vitrine.Testing.Otlp;

namespace Vitrine.Telemetry.Tests.Export;

public sealed class LogExportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flush_OperationLines_ArriveWithFieldsAndTheirTrace(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Logs(collector.Address, grpc) with { Traces = ExportTarget.Otlp }));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience).ShouldBeTrue();
        var span = await collector.Spans.Next(span => span.Name == "chat tiny");
        var inference = await collector.Records.Next();
        inference.Logger.ShouldBe("inference");
        inference.Body.ShouldBe("inference");
        inference.TraceId.ShouldBe(span.TraceId);
        inference.SpanId.ShouldBe(span.SpanId);
        inference.Attributes["outcome"].ShouldBe("error");
        inference.Attributes["output_tokens"].ShouldBe("7");
        inference.Resource["service.name"].ShouldBe("tested");
        var request = await collector.Records.Next();
        request.Attributes["status_code"].ShouldBe("503");
        request.Attributes["route"].ShouldBe("/v1/chat/completions");
        request.TimeUnixNano.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Log_Logger_ArrivesWithTheAmbientTrace()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Logs(collector.Address, grpc: false)));
        using var activity = new Activity("ambient").Start();
        export.LoggerProvider.ShouldNotBeNull().CreateLogger("My.Category").LogWarning("hello {Name}", "world");
        export.Flush(Exporting.Patience).ShouldBeTrue();
        var record = await collector.Records.Next();
        record.Logger.ShouldBe("My.Category");
        record.Body.ShouldBe("hello world");
        record.Severity.ShouldStartWith("Warn");
        record.Attributes["Name"].ShouldBe("world");
        record.TraceId.ShouldBe(activity.TraceId.ToHexString());
    }

    [Fact]
    public async Task Stop_CollectorHangs_KeepsItsBoundAndCountsTheRest()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        collector.Mood = CollectorMood.Hangs;
        using var telemetry = Exporting.Service();
        var export = TelemetryExport.Start(telemetry, Exporting.Settings(Logs(collector.Address, grpc: false)));
        Exporting.Request(telemetry);
        var started = Stopwatch.GetTimestamp();
        (await export.StopAsync()).ShouldBe(2);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        export.Drops.Of(ExportDrops.Part.LogRecord, ExportDrops.Reason.Shutdown).ShouldBe(2);
    }

    [Fact]
    public async Task Flush_WithoutACollector_CountsLosses()
    {
        using var port = new ReservedPort();
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(Logs(new Uri($"http://127.0.0.1:{port.Number}"), grpc: true)));
        Exporting.Request(telemetry);
        export.Flush(Exporting.Patience);
        export.Drops.Of(ExportDrops.Part.LogRecord, ExportDrops.Reason.ExportFailed).ShouldBe(2);
    }

    private static ExportOptions Logs(Uri collector, bool grpc) => Exporting.To(collector, grpc) with { Traces = ExportTarget.None, Logs = ExportTarget.Otlp };
}
