namespace Vitrine.Telemetry.Lines;

/// <summary>Lines, found by the kind of an operation without a look-up by name.</summary>
internal sealed class LinesByKind(IReadOnlyList<Line> lines)
{
    private readonly Line[]?[] _opened = Group(lines, Packs.LineMoment.Open);
    private readonly Line[]?[] _ended = Group(lines, Packs.LineMoment.End);

    /// <summary>Whether any is written of this kind.</summary>
    public bool Has(Kind kind) => Opened(kind) is not null || Ended(kind) is not null;

    /// <summary>Those that are written when a scope opens, or null.</summary>
    public Line[]? Opened(Kind kind) => Of(_opened, kind);

    /// <summary>Those that are written at the end of a scope, or at a point; or null.</summary>
    public Line[]? Ended(Kind kind) => Of(_ended, kind);

    private static Line[]? Of(Line[]?[] byKind, Kind kind) => (uint)kind.Id < (uint)byKind.Length ? byKind[kind.Id] : null;

    private static Line[]?[] Group(IReadOnlyList<Line> lines, Packs.LineMoment moment)
    {
        var all = lines.Where(line => line.Definition.Moment == moment).ToArray();
        var byKind = new Line[]?[all.Length == 0 ? 0 : all.Max(line => line.Kind.Id) + 1];
        foreach (var group in all.GroupBy(line => line.Kind.Id)) byKind[group.Key] = [.. group];
        return byKind;
    }
}
