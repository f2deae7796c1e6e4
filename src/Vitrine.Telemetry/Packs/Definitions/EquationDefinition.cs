using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>Two sums that must agree, because they are two views of the same operations.</summary>
internal sealed record EquationDefinition(YamlMap At, string Name, IReadOnlyList<TermDefinition> Left, IReadOnlyList<TermDefinition> Right);

/// <summary>One term of an equation: the sum of a family's series, or the number of lines written (or the sum of a fact over them).</summary>
internal sealed record TermDefinition(YamlMap At, string? Metric, string? Line)
{
    /// <summary>Label values the series must have.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>Conditions on the facts of the operation whose line was written.</summary>
    public IReadOnlyList<ConditionDefinition> When { get; init; } = [];

    /// <summary>The fact to add up instead of counting lines.</summary>
    public string? Sum { get; init; }
}
