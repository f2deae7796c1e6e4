namespace Vitrine.Traffic;

/// <summary>What became of the calls of a kind.</summary>
internal sealed record KindFigures(string Name, long Answered, long Refused, long Left, long Shed, long Failed, long Unfinished)
{
    /// <summary>From counts in the order of <see cref="CallOutcome"/>.</summary>
    public KindFigures(string name, ReadOnlySpan<long> outcomes)
        : this(name, outcomes[0], outcomes[1], outcomes[2], outcomes[3], outcomes[4], outcomes[5])
    {
    }

    /// <summary>All of them.</summary>
    public long Sent => Answered + Refused + Left + Shed + Failed + Unfinished;

    /// <summary>The sum of several kinds.</summary>
    public static KindFigures Sum(string name, IReadOnlyList<KindFigures> kinds) => new(
        name,
        kinds.Sum(kind => kind.Answered),
        kinds.Sum(kind => kind.Refused),
        kinds.Sum(kind => kind.Left),
        kinds.Sum(kind => kind.Shed),
        kinds.Sum(kind => kind.Failed),
        kinds.Sum(kind => kind.Unfinished));
}
