namespace Vitrine.Ledger.Files;

/// <summary>Room behind the entries of a segment, zeros, that a crash left: see <see cref="LogFilesOptions.ReservedBytes"/>. No entry ends with a zero, so it begins behind the last byte that is none.</summary>
internal static class ReservedRoom
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Where it begins; the end of the file when there is none.</summary>
    public static long BeginOf(ILogDiskFile file)
    {
        var chunk = new byte[ChunkBytes];
        for (var end = file.Length; end > SegmentHeader.Size;)
        {
            var begin = Math.Max(SegmentHeader.Size, end - ChunkBytes);
            var last = chunk.AsSpan(0, file.Read(chunk.AsSpan(0, (int)(end - begin)), begin)).LastIndexOfAnyExcept((byte)0);
            if (last >= 0) return begin + last + 1;
            end = begin;
        }

        return Math.Min(SegmentHeader.Size, file.Length);
    }
}
