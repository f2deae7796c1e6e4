using System.Diagnostics;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>The span of a scope, or the event that a point is on the span around it: its name in this pack, with <c>{fact}</c> placeholders, and renamed attributes.</summary>
internal sealed record SpanDefinition(YamlMap At, string Kind, string Name)
{
    public ActivityKind ActivityKind { get; init; } = ActivityKind.Internal;

    /// <summary>Attribute names of this pack and the facts behind them; all facts of the scope under their own names are added besides, unless <see cref="OnlyThese"/>.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public bool OnlyThese { get; init; }

    /// <summary>A kind of scope: the span is the child of the newest of them in the same request, where there is one.</summary>
    public string? Under { get; init; }

    /// <summary>The name of the one event of a span without length, which the scope leaves at its end beside its own span.</summary>
    public string? Event { get; init; }

    /// <summary>When it leaves it.</summary>
    public IReadOnlyList<ConditionDefinition> When { get; init; } = [];
}
