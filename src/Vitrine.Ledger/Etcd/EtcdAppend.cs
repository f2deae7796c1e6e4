namespace Vitrine.Ledger.Etcd;

/// <summary>What came of a batch.</summary>
/// <param name="Revision">The revision that it is in the log since; 0 when it is not.</param>
/// <param name="Taken">Otherwise what took its place, at most the first <see cref="EtcdLog.TakenBatches"/> of it.</param>
internal readonly record struct EtcdAppend(long Revision, IReadOnlyList<EtcdBatch> Taken)
{
    /// <summary>Whether it is in the log.</summary>
    public bool IsWritten => Revision > 0;
}
