namespace Vitrine.Ledger.Entries;

/// <summary>An entry before it has a place in the log.</summary>
/// <param name="Data">What the client wants kept, as it came: opaque to the log.</param>
/// <param name="Key">The entity that it describes, for projections by key; empty when it describes none. At most <see cref="EntryLimits.KeyBytes"/> of UTF-8.</param>
public sealed record EntryDraft(ReadOnlyMemory<byte> Data, string Key = "");
