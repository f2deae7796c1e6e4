namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>Nodes that end together.</summary>
internal sealed class Nodes(LedgerNode[] nodes) : IAsyncDisposable
{
    public LedgerNode this[int place] => nodes[place];

    public async ValueTask DisposeAsync() => await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
}
