namespace Vitrine.Traffic;

/// <summary>Kinds of calls by weight.</summary>
internal sealed class CallMix
{
    private readonly (CallKind Kind, double Weight)[] _parts;
    private readonly double _total;

    public CallMix(params IReadOnlyList<(CallKind Kind, double Weight)> parts)
    {
        _parts = [.. parts];
        _total = parts.Sum(part => part.Weight);
    }

    /// <summary>Callers who leave or send what no service can answer.</summary>
    public static CallMix Faults { get; } = new(
        (CallKind.LeavesInAnswer, 3),
        (CallKind.LeavesBeforeAnswer, 2),
        (CallKind.LeavesInBody, 1),
        (CallKind.Malformed, 1),
        (CallKind.UnknownModel, 1),
        (CallKind.WrongType, 1),
        (CallKind.Oversized, 1));

    /// <summary>Draws one.</summary>
    public CallKind Draw(Random random)
    {
        var left = random.NextDouble() * _total;
        foreach (var (kind, weight) in _parts)
        {
            if ((left -= weight) < 0) return kind;
        }

        return _parts[^1].Kind;
    }

    /// <summary>This mix without the kinds that are not wanted.</summary>
    public CallMix Where(Func<CallKind, bool> isWanted) => new([.. _parts.Where(part => isWanted(part.Kind))]);

    /// <summary>This mix with a share of another in it.</summary>
    public CallMix With(CallMix other, double share) => new(
        [.. _parts.Select(part => (part.Kind, part.Weight / _total * (1 - share))), .. other._parts.Select(part => (part.Kind, part.Weight / other._total * share))]);
}
