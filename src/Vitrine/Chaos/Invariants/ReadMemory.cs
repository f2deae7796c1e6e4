using Vitrine.Ledger.Entries;

namespace Vitrine.Chaos.Invariants;

/// <summary>What readers have seen: heads by reader and node, and for all of them together which entry stands where.</summary>
internal sealed class ReadMemory(Checks checks)
{
    private readonly Dictionary<(int Reader, int Node), long> _heads = [];
    private readonly Dictionary<long, EntryHash> _entries = [];

    /// <summary>A reader saw a node's head.</summary>
    public void SawHead(int reader, int node, LogHead head)
    {
        var before = _heads.GetValueOrDefault((reader, node));
        checks.Expect(Invariant.ReadsNeverGoBack, head.Position >= before, $"Reader {reader} saw node {node + 1} end at {before}, and now at {head.Position}.");
        _heads[(reader, node)] = head.Position;
    }

    /// <summary>A power cut took what stood behind a position: it may be there no more, and other entries in its place.</summary>
    public void CutTo(long position)
    {
        foreach (var gone in _entries.Keys.Where(seen => seen > position).ToArray()) _entries.Remove(gone);
        foreach (var reader in _heads.Keys.ToArray()) _heads[reader] = Math.Min(_heads[reader], position);
    }

    /// <summary>A reader read entries of a node.</summary>
    /// <param name="node">The node, from 0.</param>
    /// <param name="from">The position that it asked for.</param>
    /// <param name="to">The last that it asked for, no farther than the head.</param>
    /// <param name="entries">What it got.</param>
    public void SawEntries(int node, long from, long to, IReadOnlyList<LogEntry> entries)
    {
        checks.Expect(Invariant.ReadsNeverGoBack, entries.Count == to - from + 1, $"Node {node + 1} gave {entries.Count} entries for {from}..{to}.");
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            checks.Expect(Invariant.ReadsNeverGoBack, entry.Position == from + i, $"Node {node + 1} gave entry {entry.Position} in the place of {from + i}.");
            if (_entries.TryAdd(entry.Position, entry.Hash)) continue;
            checks.Expect(Invariant.ReadsNeverGoBack, _entries[entry.Position] == entry.Hash, $"Node {node + 1} has another entry at {entry.Position} than was read before.");
        }
    }
}
