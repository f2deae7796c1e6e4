using Vitrine.Telemetry;

namespace Vitrine.ModelServer.Models;

/// <summary>A load under way, which everybody who wants the model waits for.</summary>
/// <param name="file">What is loaded.</param>
/// <param name="origin">The scope of the request that caused it, which stays open until it has ended; null when the server itself wanted the model.</param>
internal sealed class ModelLoad(ModelFile file, Operation? origin)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<ModelLoadEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Operation? _origin = origin;

    /// <summary>What is loaded.</summary>
    public ModelFile File => file;

    /// <summary>How it ended; never faults.</summary>
    public Task<ModelLoadEnd> End => _end.Task;

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>Requests that get a lease when it succeeds. Belongs to <see cref="PoolTable"/> and its lock.</summary>
    public int Waiters { get; set; }

    /// <summary>Memory that it holds of the budget. Belongs to <see cref="PoolTable"/> and its lock.</summary>
    public long ReservedBytes { get; set; }

    /// <summary>Begins a scope of this load: in the request that caused it, else by itself.</summary>
    public Operation Begin(Kind scope, ITelemetry telemetry)
    {
        lock (_lock) return _origin?.Begin(scope) ?? telemetry.Begin(scope);
    }

    /// <summary>The request ends before the load does; what begins from now on is no part of it.</summary>
    public void Orphan()
    {
        lock (_lock) _origin = null;
    }

    /// <summary>Tells everybody who waits.</summary>
    public void Complete(ModelLoadEnd end) => _end.SetResult(end);
}
