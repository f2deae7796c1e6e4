using System.Diagnostics;

namespace Vitrine.Chaos.Invariants;

/// <summary>The names of invariants, as tables, JSON and the page show them.</summary>
internal static class InvariantNames
{
    /// <summary>All invariants, in the order in which they are shown.</summary>
    public static IReadOnlyList<Invariant> All { get; } = Enum.GetValues<Invariant>();

    /// <summary>The name of an invariant, lower case with hyphens.</summary>
    public static string Of(Invariant invariant) => invariant switch
    {
        Invariant.AcknowledgedKept => "acknowledged-kept",
        Invariant.RefusedNotWritten => "refused-not-written",
        Invariant.NoDuplicates => "no-duplicates",
        Invariant.Whole => "whole",
        Invariant.Order => "order",
        Invariant.Chain => "chain",
        Invariant.EqualNodes => "equal-nodes",
        Invariant.ReadsNeverGoBack => "reads-never-go-back",
        Invariant.RepeatSamePositions => "repeat-same-positions",
        Invariant.DamageReported => "damage-reported",
        Invariant.AnswersAreTyped => "answers-are-typed",
        Invariant.Recovers => "recovers",
        _ => throw new UnreachableException($"{invariant} has no name."),
    };
}
