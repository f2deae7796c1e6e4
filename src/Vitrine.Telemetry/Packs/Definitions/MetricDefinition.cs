using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>A metric family of a pack.</summary>
internal sealed record MetricDefinition(YamlMap At, FamilyType Type, string Name, string Help)
{
    public Presence? Presence { get; init; }

    public double[]? Buckets { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public int? SeriesLimit { get; init; }

    public IReadOnlyList<FeedDefinition> Feeds { get; init; } = [];

    /// <summary>The names a page shows for it.</summary>
    public IEnumerable<string> ShownNames => Type == FamilyType.Stat ? StatFamily.NamesOf(Name) : [Name];
}

/// <summary>Where a feed looks.</summary>
internal enum FeedMode
{
    /// <summary>At the end of a scope, or at a point.</summary>
    From,

    /// <summary>At scopes in flight.</summary>
    Open,

    /// <summary>At the rows of a state.</summary>
    Read,
}

/// <summary>One way into a family.</summary>
internal sealed record FeedDefinition(YamlMap At, FeedMode Mode, string Kind)
{
    public string? Value { get; init; }

    public IReadOnlyList<ConditionDefinition> When { get; init; } = [];

    public IReadOnlyDictionary<string, string> Const { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the family that this feed reads as another label of the pack: the same name, from another fact.</summary>
    public IReadOnlyDictionary<string, string> Bind { get; init; } = new Dictionary<string, string>();
}

/// <summary>One line of <c>when</c>.</summary>
/// <param name="At">The <c>when</c> mapping.</param>
/// <param name="Source">A fact or a built-in name.</param>
/// <param name="Test">What it must be.</param>
/// <param name="Values">The values of <see cref="ConditionTest.OneOf"/> and <see cref="ConditionTest.NoneOf"/>, or the bound of a comparison.</param>
internal sealed record ConditionDefinition(YamlMap At, string Source, ConditionTest Test, IReadOnlyList<string> Values);

/// <summary>How a condition tests.</summary>
internal enum ConditionTest
{
    Present,
    Absent,
    OneOf,
    NoneOf,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
