using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>What a log's start found.</summary>
/// <param name="State">What its entries come to: everything up to <see cref="LedgerState.Head"/> is durable.</param>
/// <param name="Vouched">Entries up to here were not read again, a checkpoint vouches for them; see <see cref="LogFiles.Verify"/>.</param>
/// <param name="CutBytes">Bytes of an interrupted write that were cut from the end; nobody was answered for them.</param>
public sealed record Recovery(LedgerState State, long Vouched, long CutBytes);
