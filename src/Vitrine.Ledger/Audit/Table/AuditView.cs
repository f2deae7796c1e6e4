using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Audit.Table;

/// <summary>The trail as it was at one moment. Reading takes no lock; lines come from the file, a stretch at a time.</summary>
/// <param name="File">The table's file; null before there is one.</param>
/// <param name="Last">Where the trail ends.</param>
/// <param name="SizeBytes">How much of the file is the trail.</param>
/// <param name="Index">Where its records begin.</param>
internal sealed record AuditView(SafeFileHandle? File, AuditChain Last, long SizeBytes, AuditIndex Index)
{
    public static AuditView Empty { get; } = new(null, AuditChain.Empty, 0, AuditIndex.Empty);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static AuditView Read(BinaryReader reader, SafeFileHandle file)
    {
        var last = new AuditChain(reader.ReadInt64(), EntryHash.Of(reader.ReadBytes(EntryHash.Size)), reader.ReadInt64(), reader.ReadInt64());
        var size = reader.ReadInt64();
        var index = AuditIndex.Empty;
        for (var points = reader.ReadInt32(); points > 0; points--) index = index.Add(new AuditIndex.Point(reader.ReadInt64(), reader.ReadInt64()));
        return new AuditView(file, last, size, index);
    }

    /// <summary>Everything but the file.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Last.Sequence);
        writer.Write(Last.Hash.Bytes);
        writer.Write(Last.TimestampMs);
        writer.Write(Last.LogPosition);
        writer.Write(SizeBytes);
        writer.Write(Index.Count);
        foreach (var (offset, timestampMs) in Index.Points.AsSpan(0, Index.Count))
        {
            writer.Write(offset);
            writer.Write(timestampMs);
        }
    }

    /// <summary>The records of a range of time; they follow each other without gaps, for recorded time never goes back.</summary>
    public AuditSlice Slice(AuditRange range) =>
        new(range.StartMs is { } start ? FirstFrom(start) : 1, range.EndMs is { } end ? FirstFrom(end) - 1 : Last.Sequence);

    /// <summary>What a signer is to sign of a slice.</summary>
    public AuditHead Describe(AuditSlice slice, AuditRange range, long signedAtMs) => new()
    {
        Start = range.Start,
        End = range.End,
        Count = slice.Count,
        FirstSequence = slice.Count > 0 ? slice.First : null,
        LastSequence = slice.Count > 0 ? slice.Last : null,
        PrevHash = HashOf(slice.First - 1).ToString(),
        Hash = HashOf(slice.Last).ToString(),
        SignedAt = AuditInstant.Write(signedAtMs),
        KeyId = "",
    };

    /// <summary>The lines of a slice, oldest first. Each is valid until the next is asked for.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines(AuditSlice slice)
    {
        if (slice.Count == 0) yield break;
        var stretch = AuditIndex.PointOf(slice.First);
        var sequence = AuditIndex.SequenceOf(stretch);
        foreach (var line in AuditLines.Forward(File!, Index.Points[stretch].Offset, EndOf(AuditIndex.PointOf(slice.Last))))
        {
            if (sequence > slice.Last) yield break;
            if (sequence++ >= slice.First) yield return line;
        }

        // The table was emptied to be made anew: half of what was asked for must not look like all of it.
        if (sequence <= slice.Last) throw new IOException($"The trail ends before record {slice.Last}: it is being rebuilt.");
    }

    /// <summary>The lines of a slice that a filter lets through, newest first, copied. The file is read backwards, a stretch at a time, as far as is asked for.</summary>
    public IEnumerable<(long Sequence, byte[] Line)> Newest(AuditSlice slice, AuditFilter filter)
    {
        for (var end = slice.Last; end >= slice.First; end = AuditIndex.SequenceOf(AuditIndex.PointOf(end)) - 1)
        {
            var stretch = new AuditSlice(Math.Max(slice.First, AuditIndex.SequenceOf(AuditIndex.PointOf(end))), end);
            var found = new List<(long, byte[])>();
            var sequence = stretch.First;
            foreach (var line in Lines(stretch))
            {
                if (filter.Passes(line.Span)) found.Add((sequence, line.ToArray()));
                sequence++;
            }

            for (var i = found.Count - 1; i >= 0; i--) yield return found[i];
        }
    }

    private long FirstFrom(long timestampMs)
    {
        if (Index.Count == 0) return 1;
        var bound = Encoding.ASCII.GetBytes(AuditInstant.Write(timestampMs));
        var stretch = Index.PointBefore(timestampMs);
        var sequence = AuditIndex.SequenceOf(stretch);
        foreach (var line in AuditLines.Forward(File!, Index.Points[stretch].Offset, EndOf(stretch)))
        {
            if (AuditLines.TimestampOf(line.Span).SequenceCompareTo(bound) >= 0) break;
            sequence++;
        }

        return sequence;
    }

    private EntryHash HashOf(long sequence)
    {
        if (sequence == 0) return EntryHash.Zero;
        if (sequence == Last.Sequence) return Last.Hash;
        var line = Lines(new AuditSlice(sequence, sequence)).First();
        return AuditRecordReader.Read(line.Span).Hash;
    }

    private long EndOf(int stretch) => stretch + 1 < Index.Count ? Index.Points[stretch + 1].Offset : SizeBytes;
}
