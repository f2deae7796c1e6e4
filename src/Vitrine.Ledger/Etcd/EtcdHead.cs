using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Etcd;

/// <summary>The log's end as etcd has it.</summary>
/// <param name="Log">The last entry.</param>
/// <param name="View">The view that it was written in.</param>
/// <param name="Batch">The batch that it belongs to.</param>
/// <param name="Revision">The revision that moved it here: what the next transaction is guarded by. 0 where there is no log yet.</param>
internal readonly record struct EtcdHead(LogHead Log, long View, Guid Batch, long Revision);
