using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Kernel;

/// <summary>What a client wants of the log. <see cref="LedgerState.Decide"/> says what comes of it.</summary>
/// <param name="Tenant">The tenant concerned, at most <see cref="EntryLimits.NameBytes"/> of UTF-8.</param>
public abstract record LedgerCommand(string Tenant)
{
    /// <summary>Registers a tenant.</summary>
    public sealed record CreateTenant(string Tenant) : LedgerCommand(Tenant);

    /// <summary>Begins a stream.</summary>
    public sealed record CreateStream(string Tenant, string Stream) : LedgerCommand(Tenant);

    /// <summary>Closes a tenant to writes, for good.</summary>
    public sealed record SealTenant(string Tenant) : LedgerCommand(Tenant);

    /// <summary>Appends entries to a stream, all or none, at consecutive positions.</summary>
    /// <param name="Tenant">The tenant.</param>
    /// <param name="Stream">Its stream.</param>
    /// <param name="Entries">From 1 to <see cref="EntryLimits.EntriesPerCommand"/>.</param>
    /// <param name="Key">The idempotency key, or empty: a second command with it writes nothing and gets the first one's positions.</param>
    public sealed record Append(string Tenant, string Stream, IReadOnlyList<EntryDraft> Entries, string Key = "") : LedgerCommand(Tenant);
}
