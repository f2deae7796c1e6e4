namespace Vitrine.Ledger.Etcd;

/// <summary>What came of a batch.</summary>
/// <param name="IsWritten">Whether it is in the log.</param>
/// <param name="Head">When it is, the head that it made and the view it was answered in; otherwise the head that is there.</param>
internal readonly record struct EtcdAppend(bool IsWritten, EtcdHead Head);
