using System.Diagnostics;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A sampled trace that stands for a bucket: at most one is made per bucket and second.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span.</param>
/// <param name="Value">What was observed.</param>
/// <param name="UnixSeconds">When.</param>
internal sealed record Exemplar(ActivityTraceId TraceId, ActivitySpanId SpanId, double Value, double UnixSeconds);
