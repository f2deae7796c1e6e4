using System.Diagnostics;
using OpenTelemetry;
using Vitrine.Telemetry.Export;

namespace Vitrine.Telemetry.Tests.Export;

public sealed class ConsoleExporterTests
{
    [Fact]
    public void Export_Span_IsOneLine()
    {
        using var text = new StringWriter();
        using var exporter = new ConsoleExporter<Activity>(text, ConsoleLines.Span);
        using var span = new Activity("chat tiny").SetTag("outcome", "ok").Start();
        span.Stop();
        exporter.Export(new Batch<Activity>([span], 1)).ShouldBe(ExportResult.Success);
        text.ToString().ShouldStartWith($"span {span.TraceId} {span.SpanId} parent 0000000000000000 chat tiny ");
        text.ToString().ShouldEndWith($"outcome=ok{Environment.NewLine}");
    }

    [Fact]
    public void Export_WriterGone_CountsTheLoss()
    {
        var drops = new ExportDrops();
        var admission = new Admission(limit: 1, drops, ExportDrops.Part.Span);
        admission.TryEnter().ShouldBeTrue();
        using var exporter = new ConsoleExporter<Activity>(TextWriter.Null, (_, _) => throw new IOException("closed"), admission);
        using var span = new Activity("lost");
        exporter.Export(new Batch<Activity>([span], 1)).ShouldBe(ExportResult.Failure);
        drops.Of(ExportDrops.Part.Span, ExportDrops.Reason.ExportFailed).ShouldBe(1);
    }
}
