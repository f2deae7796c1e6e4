namespace Vitrine.Ledger.Audit.Table;

/// <summary>
/// Where every 256th record of a trail's file begins, and when it was recorded: enough to find any record, or any time, by reading one stretch of the file.
/// 16 bytes a point: a million records take 64 KB. Points are only added; whoever holds an index sees it as it was.
/// </summary>
internal readonly record struct AuditIndex(AuditIndex.Point[] Points, int Count)
{
    /// <summary>Records from one point to the next.</summary>
    public const int Stride = 256;

    public static AuditIndex Empty => new([], 0);

    /// <summary>Where a record begins.</summary>
    /// <param name="Offset">Its first byte in the file.</param>
    /// <param name="TimestampMs">When it was recorded, Unix milliseconds UTC.</param>
    public readonly record struct Point(long Offset, long TimestampMs);

    /// <summary>Whether the record of a sequence is one of the points.</summary>
    public static bool IsPoint(long sequence) => (sequence - 1) % Stride == 0;

    /// <summary>The sequence of a point's record.</summary>
    public static long SequenceOf(int point) => 1 + (long)point * Stride;

    /// <summary>The point of the stretch that holds a sequence.</summary>
    public static int PointOf(long sequence) => (int)((sequence - 1) / Stride);

    /// <summary>The index with one point more. One writer: what others hold is never written again.</summary>
    public AuditIndex Add(Point point)
    {
        var points = Points;
        if (Count == points.Length) Array.Resize(ref points, Math.Max(64, 2 * Count));
        points[Count] = point;
        return new AuditIndex(points, Count + 1);
    }

    /// <summary>The last point recorded before a time, or 0 when there is none: the first record of that time or later is in its stretch, or begins the next.</summary>
    public int PointBefore(long timestampMs)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Points[middle].TimestampMs < timestampMs) low = middle + 1;
            else high = middle;
        }

        return Math.Max(0, low - 1);
    }
}
