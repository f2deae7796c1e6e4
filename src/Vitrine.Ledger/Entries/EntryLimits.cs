namespace Vitrine.Ledger.Entries;

/// <summary>The largest parts of an entry, as the format can hold them. Requests are held to smaller ones by settings.</summary>
public static class EntryLimits
{
    /// <summary>UTF-8 bytes of a tenant's or a stream's name.</summary>
    public const int NameBytes = 64;

    /// <summary>UTF-8 bytes of an entity's key and of an idempotency key.</summary>
    public const int KeyBytes = 256;

    /// <summary>Bytes of an entry's data: 16 MiB.</summary>
    public const int DataBytes = 16 * 1024 * 1024;

    /// <summary>Entries of one command.</summary>
    public const int EntriesPerCommand = 10_000;
}
