using Vitrine.Ledger.Etcd.Client.Wire;

namespace Vitrine.Ledger.Etcd.Client;

/// <summary>One member of an etcd cluster, as much of it as a ledger needs. A library's client can stand in its place. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="EtcdException"/> when the member does not do it, and each has a deadline of its own.</remarks>
internal interface IEtcdMember
{
    /// <summary>Where it listens for clients.</summary>
    Uri Endpoint { get; }

    /// <summary>Reads keys.</summary>
    Task<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken);

    /// <summary>Compares, and writes or reads, as one step.</summary>
    Task<TxnResponse> TransactAsync(TxnRequest request, CancellationToken cancellationToken);

    /// <summary>Changes of keys from a revision on, as they come; ends only by an exception.</summary>
    IAsyncEnumerable<WatchResponse> WatchAsync(WatchCreateRequest request, CancellationToken cancellationToken);

    /// <summary>What the member knows of itself and of its leader, without asking others.</summary>
    Task<StatusResponse> StatusAsync(CancellationToken cancellationToken);
}
