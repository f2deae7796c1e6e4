namespace Vitrine.Telemetry;

/// <summary>The roots in flight, for the debug page and for a shutdown that says what it drops. A list through the operations themselves: nothing is allocated.</summary>
internal sealed class OpenRoots
{
    private readonly Lock _gate = new();
    private Operation? _newest;
    private int _count;

    /// <summary>How many run.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(Operation root)
    {
        lock (_gate)
        {
            root.OpenNeighbours = (null, _newest);
            if (_newest is not null) _newest.OpenNeighbours.Previous = root;
            _newest = root;
            _count++;
        }
    }

    public void Remove(Operation root)
    {
        lock (_gate)
        {
            var (previous, next) = root.OpenNeighbours;
            if (previous is not null) previous.OpenNeighbours.Next = next;
            else if (_newest == root) _newest = next;
            else return;
            if (next is not null) next.OpenNeighbours.Previous = previous;
            root.OpenNeighbours = default;
            _count--;
        }
    }

    /// <summary>Looks at those that run now, newest first. Holds the lock, so that none is recycled meanwhile: be quick, keep nothing.</summary>
    public void ForEach(Action<Operation> look)
    {
        lock (_gate)
        {
            for (var root = _newest; root is not null; root = root.OpenNeighbours.Next) look(root);
        }
    }
}
