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

    /// <summary>The rules of the audit trail: lines whose fields are those of an audit event.</summary>
    public IReadOnlyList<LineDefinition> Audit { get; init; } = [];

    public IReadOnlyList<SpanDefinition> Spans { get; init; } = [];

    public IReadOnlyList<EquationDefinition> Equations { get; init; } = [];

    /// <summary>Families, lines (<c>line NAME</c>), audit rules (<c>audit NAME</c>) and spans (<c>span KIND</c>) that no service of this kind drives, with the reason. Reported, and shown only by one that does.</summary>
    public IReadOnlyDictionary<string, string> Undriven { get; init; } = new Dictionary<string, string>();
}
