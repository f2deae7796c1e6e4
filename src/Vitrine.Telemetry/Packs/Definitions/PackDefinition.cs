using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>A pack as written: the syntax tree of <c>pack.yaml</c>. Names are not yet bound to kinds and facts.</summary>
internal sealed record PackDefinition
{
    public required YamlMap At { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    public IReadOnlyDictionary<string, double[]> Buckets { get; init; } = new Dictionary<string, double[]>();

    public IReadOnlyDictionary<string, LabelDefinition> Labels { get; init; } = new Dictionary<string, LabelDefinition>();

    public IReadOnlyList<MetricDefinition> Metrics { get; init; } = [];

    public LogDefinition Log { get; init; } = LogDefinition.Default;

    public IReadOnlyList<LineDefinition> Lines { get; init; } = [];

    public IReadOnlyList<SpanDefinition> Spans { get; init; } = [];

    public IReadOnlyList<EquationDefinition> Equations { get; init; } = [];

    /// <summary>Families that nothing can drive here, with the reason. They are reported and never shown.</summary>
    public IReadOnlyDictionary<string, string> Undriven { get; init; } = new Dictionary<string, string>();
}
