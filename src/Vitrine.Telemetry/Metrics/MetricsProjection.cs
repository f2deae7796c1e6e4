using System.Buffers;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>The metrics of one pack: which feeds each kind drives, and the families they end in.</summary>
internal sealed class MetricsProjection(string pack, IReadOnlyList<Family> families, IReadOnlyList<Feed> ended, IReadOnlyList<Feed> opened) : IProjection
{
    private readonly Feed[]?[] _ended = ByKind(ended);
    private readonly Feed[]?[] _opened = ByKind(opened);

    /// <inheritdoc/>
    public string Name => $"metrics of pack {pack}";

    /// <summary>The pack's name.</summary>
    public string Pack => pack;

    /// <summary>The families in the pack's order.</summary>
    public IReadOnlyList<Family> Families => families;

    /// <summary>Every feed from ends and points.</summary>
    public IReadOnlyList<Feed> Feeds => ended;

    /// <inheritdoc/>
    public bool Wants(Kind kind) => Of(_ended, kind) is not null || Of(_opened, kind) is not null;

    /// <inheritdoc/>
    public void OnOpened(Operation scope)
    {
        if (Of(_opened, scope.Kind) is not { } feeds) return;
        foreach (var feed in feeds) feed.Raise(scope);
    }

    /// <inheritdoc/>
    public void OnPoint(Operation point) => OnEnded(point);

    /// <inheritdoc/>
    public void OnEnded(Operation scope)
    {
        if (Of(_ended, scope.Kind) is not { } feeds) return;
        foreach (var feed in feeds) feed.Record(scope);
    }

    /// <summary>The cells that a point of this kind feeds, for binding.</summary>
    public IEnumerable<Cell> CellsOf(Kind point, Operation reader) =>
        (Of(_ended, point) ?? []).Select(feed => feed.CellOf(new OperationReader(reader)));

    /// <summary>The series that a finished scope moved, and by what: derived from its facts again, nothing is stored and no series is made.</summary>
    public IEnumerable<(Feed Feed, Cell Series, double Value)> MovedBy(Operation scope)
    {
        foreach (var feed in Of(_ended, scope.Kind) ?? [])
        {
            if (feed.TryObserve(scope, out var value) && feed.Find(scope) is { } series) yield return (feed, series, value);
        }
    }

    /// <summary>Writes the families, without the end mark. The caller has read the states and holds the scrape lock.</summary>
    public void Write(ref PageWriter page, StateReads states)
    {
        for (var i = 0; i < families.Count; i++) families[i].Write(ref page, states);
    }

    /// <summary>Writes a whole page of this pack alone.</summary>
    public void Write(IBufferWriter<byte> destination, ExpositionFormat format, StateReads states)
    {
        var page = new PageWriter(destination, format);
        Write(ref page, states);
        page.End();
    }

    private static Feed[]? Of(Feed[]?[] byKind, Kind kind) => (uint)kind.Id < (uint)byKind.Length ? byKind[kind.Id] : null;

    private static Feed[]?[] ByKind(IReadOnlyList<Feed> feeds)
    {
        var byKind = new Feed[]?[feeds.Count == 0 ? 0 : feeds.Max(feed => feed.Kind.Id) + 1];
        foreach (var group in feeds.GroupBy(feed => feed.Kind.Id)) byKind[group.Key] = [.. group];
        return byKind;
    }
}
