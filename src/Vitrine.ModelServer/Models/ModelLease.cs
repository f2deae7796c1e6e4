namespace Vitrine.ModelServer.Models;

/// <summary>The right to use a model: it stays in memory until this is disposed. Counts as one active stream; disposing twice is once.</summary>
internal sealed class ModelLease(ModelPool pool, PooledModel member) : IDisposable
{
    private int _disposed;

    /// <summary>The model.</summary>
    public LoadedModel Model => member.Model;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) pool.Release(member);
    }
}
