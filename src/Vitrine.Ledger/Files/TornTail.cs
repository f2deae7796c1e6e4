using System.Buffers;
using System.Buffers.Binary;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>
/// Tells a write that a crash interrupted, which nobody was answered, from damage to entries that were acknowledged. The first is cut, the second never.
/// </summary>
/// <remarks>
/// A crash leaves a write short, or some of its sectors unwritten, which then read as zeros; it turns no bit. So what does not verify at the end of the last segment is torn if
/// 1. its header is good and the segment ends before the frame does, or within the header; or
/// 2. a sector, as far as it lies behind the frame's beginning, is zero, and no frame behind it says that everything up to it was durable when that frame was written.
/// Reserved room does not belong to the segment: it ends with its last byte that is no zero, as every frame does.
/// </remarks>
internal static class TornTail
{
    private const int SectorBytes = 512;

    /// <summary>Whether the damage that was found in the last segment is the end of an interrupted write.</summary>
    /// <param name="file">The segment.</param>
    /// <param name="end">Where the segment ends.</param>
    /// <param name="damage">What was found.</param>
    public static bool IsTorn(ILogDiskFile file, long end, LogDamageException damage)
    {
        if (damage.Check == LogCheck.HashChain) return false;
        var length = end - damage.Offset;
        if (length < LogFrame.HeaderBytes) return true;
        Span<byte> header = stackalloc byte[LogFrame.HeaderBytes];
        file.Read(header, damage.Offset);
        if (LogFrame.TryReadHeader(header, out var frameBytes) && frameBytes > length) return true;
        if (length > Array.MaxLength) return false;
        var tail = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var bytes = tail.AsSpan(0, file.Read(tail.AsSpan(0, (int)length), damage.Offset));
            return HasEmptySector(bytes, damage.Offset) && !IsVouchedFor(bytes, damage.Position);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(tail);
        }
    }

    private static bool HasEmptySector(ReadOnlySpan<byte> tail, long offset)
    {
        var size = SectorBytes - (int)(offset % SectorBytes);
        for (var rest = tail; !rest.IsEmpty; rest = rest[size..], size = SectorBytes)
        {
            size = Math.Min(size, rest.Length);
            if (!rest[..size].ContainsAnyExcept((byte)0)) return true;
        }

        return false;
    }

    /// <summary>Whether an entry behind a position was written when the one at the position was durable.</summary>
    private static bool IsVouchedFor(ReadOnlySpan<byte> tail, long position)
    {
        for (var at = tail.IndexOf(LogFrame.Start); at >= 0 && tail.Length - at > LogFrame.OverheadBytes; at = tail.IndexOf(LogFrame.Start))
        {
            tail = tail[at..];
            if (LogFrame.TryReadHeader(tail, out var frameBytes) && frameBytes <= tail.Length && frameBytes > LogFrame.OverheadBytes + 8 && LogFrame.IsWhole(tail[..frameBytes]))
            {
                var durable = BinaryPrimitives.ReadInt64LittleEndian(LogFrame.LinkedOf(tail)[EntryHash.Size..]) - 1 - LogFrame.UnflushedOf(tail);
                if (durable >= position) return true;
            }

            tail = tail[LogFrame.Start.Length..];
        }

        return false;
    }
}
