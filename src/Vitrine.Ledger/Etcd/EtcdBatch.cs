using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Etcd;

/// <summary>Entries that one transaction wrote: consecutive, chained, whole commands.</summary>
/// <param name="Id">Its writer's mark: tells whose batch is in the log when an answer was lost.</param>
/// <param name="Entries">One or more.</param>
/// <param name="Revision">etcd's revision that it was written at; 0 before.</param>
internal sealed record EtcdBatch(Guid Id, IReadOnlyList<LogEntry> Entries, long Revision = 0)
{
    /// <summary>The position of its first entry.</summary>
    public long First => Entries[0].Position;

    /// <summary>The position of its last entry.</summary>
    public long Last => Entries[^1].Position;
}
