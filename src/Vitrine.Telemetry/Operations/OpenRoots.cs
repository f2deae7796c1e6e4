using System.Collections.Concurrent;

namespace Vitrine.Telemetry;

/// <summary>The roots in flight, for the debug page and for a shutdown that says what it drops.</summary>
internal sealed class OpenRoots
{
    private readonly ConcurrentDictionary<Operation, byte> _open = new();

    /// <summary>How many run.</summary>
    public int Count => _open.Count;

    public void Add(Operation root) => _open.TryAdd(root, 0);

    public void Remove(Operation root) => _open.TryRemove(root, out _);

    /// <summary>Those that run now; the list is the caller's, the operations are live.</summary>
    public IReadOnlyList<Operation> Snapshot() => [.. _open.Keys];
}
