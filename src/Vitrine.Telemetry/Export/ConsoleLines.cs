using System.Diagnostics;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;

namespace Vitrine.Telemetry.Export;

/// <summary>How spans, series and records look in <see cref="ConsoleExporter{T}"/>: one line each.</summary>
internal static class ConsoleLines
{
    public static void Span(TextWriter to, Activity span)
    {
        var tags = string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
        to.WriteLine($"span {span.TraceId} {span.SpanId} parent {span.ParentSpanId} {span.DisplayName} {span.Duration.TotalMilliseconds:0.###} ms {span.Status} {tags}");
    }

    public static void Record(TextWriter to, LogRecord record) =>
        to.WriteLine($"record {record.Timestamp:O} {record.LogLevel} {record.CategoryName} {record.FormattedMessage ?? record.Body} {record.TraceId}");

    public static void Series(TextWriter to, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var tags = new List<string>();
            foreach (var (key, value) in point.Tags) tags.Add($"{key}={value}");
            to.WriteLine($"metric {metric.Name}{{{string.Join(',', tags)}}} {Value(metric.MetricType, point)}");
        }
    }

    private static string Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => $"{point.GetSumLong()}",
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => $"{point.GetSumDouble()}",
        MetricType.LongGauge => $"{point.GetGaugeLastValueLong()}",
        MetricType.DoubleGauge => $"{point.GetGaugeLastValueDouble()}",
        _ => $"count {point.GetHistogramCount()} sum {point.GetHistogramSum()}",
    };
}
