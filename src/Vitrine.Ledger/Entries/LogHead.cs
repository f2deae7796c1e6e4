namespace Vitrine.Ledger.Entries;

/// <summary>Where a log ends: everything the next entry must follow.</summary>
/// <param name="Position">The position of the last entry; 0 when there is none.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="TimestampMs">Its time, Unix milliseconds UTC.</param>
public readonly record struct LogHead(long Position, EntryHash Hash, long TimestampMs)
{
    /// <summary>The end of an empty log.</summary>
    public static LogHead Empty => default;
}
