using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Projections;

namespace Vitrine.Ledger.Requests;

/// <summary>Walks over the entries of one stream, which stand in the log among those of all others: block by block where the catalogue knows, entry by entry beyond it.</summary>
/// <param name="copy">The own copy.</param>
/// <param name="catalogue">Knows the blocks that hold entries of the stream.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="stream">Its stream.</param>
internal sealed class StreamPage(ILogCopy copy, CatalogueTable catalogue, string tenant, string stream)
{
    /// <summary>The most entries that one page looks at: a stream that is thin in a long log takes more pages instead of one long read.</summary>
    private const int MostScanned = 100_000;

    /// <summary>Where the next page begins: beyond the head when this one came to the end of the log.</summary>
    public long Next { get; private set; }

    /// <summary>The stream's entries from a position on. Whoever stops early finds the place in <see cref="Next"/>.</summary>
    public IEnumerable<LogEntry> From(long from)
    {
        var end = copy.Head.Position;
        var scanned = 0L;
        var at = from;
        Next = from;
        while (at <= end)
        {
            var (first, last) = Span(at, end);
            if (first > end) break;
            Next = first;
            if (scanned >= MostScanned) yield break;
            foreach (var entry in copy.Read(first, last))
            {
                scanned++;
                Next = entry.Position + 1;
                if (entry.Kind == EntryKind.Data && entry.Stream == stream && entry.Tenant == tenant) yield return entry;
            }

            at = last + 1;
        }

        Next = Math.Max(from, end + 1);
    }

    /// <summary>The next positions worth reading, from one on.</summary>
    private (long First, long Last) Span(long at, long end)
    {
        var (block, known) = catalogue.BlockFrom(tenant, stream, CatalogueTable.BlockOf(at));
        if (at > known) return (at, Math.Min(end, at + CatalogueTable.BlockEntries - 1));
        if (block is null) return (known + 1, Math.Min(end, known + CatalogueTable.BlockEntries));
        var begin = (long)block.Value * CatalogueTable.BlockEntries;
        return (Math.Max(at, begin + 1), Math.Min(end, begin + CatalogueTable.BlockEntries));
    }
}
