using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Traces;

namespace Vitrine.Telemetry.Packs;

/// <summary>A pack bound to a service's kinds.</summary>
internal sealed record CompiledPack(string Name, Pack Source, MetricsProjection Metrics, IReadOnlyList<LabelReader> ClientLabels, IReadOnlyDictionary<Kind, SpanPlan> Spans, IReadOnlyList<Line> Lines, IReadOnlyList<Line> Audit, IReadOnlyList<Equation> Equations, PackReport Report)
{
    /// <summary>The span this pack gives a kind, or null.</summary>
    public SpanPlan? SpanOf(Kind kind) => Spans.GetValueOrDefault(kind);
}
