using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Kernel;

/// <summary>A command that came with an idempotency key and is in the log.</summary>
/// <remarks>A reference, for the dictionary copies the nodes on the way to each key that it takes.</remarks>
/// <param name="First">The position of its first entry.</param>
/// <param name="Last">The position of its last entry.</param>
/// <param name="Digest">Tells its entries from others: see <see cref="CommandDigest"/>.</param>
internal sealed record KeyedCommand(long First, long Last, EntryHash Digest);
