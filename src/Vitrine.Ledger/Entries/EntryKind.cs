namespace Vitrine.Ledger.Entries;

/// <summary>What an entry of the log does. The numbers stand on disk and in hashes: append only.</summary>
public enum EntryKind : byte
{
    /// <summary>Data that a client appended to a stream.</summary>
    Data = 1,

    /// <summary>A tenant is registered.</summary>
    TenantCreated = 2,

    /// <summary>A stream of a tenant exists from here on.</summary>
    StreamCreated = 3,

    /// <summary>A tenant takes no more entries.</summary>
    TenantSealed = 4,
}
