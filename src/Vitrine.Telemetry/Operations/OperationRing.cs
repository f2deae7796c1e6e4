namespace Vitrine.Telemetry;

/// <summary>
/// The newest finished trees, for the debug page, and the pool's way back: what leaves the ring is reused if every holder released it.
/// </summary>
internal sealed class OperationRing(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Operation?[] _ring = new Operation?[capacity];
    private long _ended;

    /// <summary>How many roots have ended.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>Takes a finished root.</summary>
    public void Add(Operation root)
    {
        Operation? leaving;
        lock (_gate)
        {
            root.Sequence = ++_ended;
            ref var place = ref _ring[(int)(_ended % _ring.Length)];
            leaving = place;
            place = root;
        }

        // Readers find trees and look at them under the lock: what has left the ring, none of them is looking at.
        if (leaving is not null && leaving.IsWhollyReleased()) leaving.RecycleTree();
    }

    /// <summary>Looks at the finished roots, newest first, until <paramref name="look"/> returns false. Holds the lock: be quick, keep nothing.</summary>
    public void ForEach(Func<Operation, bool> look)
    {
        lock (_gate)
        {
            for (var i = 0; i < Math.Min(_ended, _ring.Length); i++)
            {
                if (_ring[(int)((_ended - i) % _ring.Length)] is { } root && !look(root)) return;
            }
        }
    }

    /// <summary>Holds the lock while <paramref name="look"/> runs, so that no finished tree is recycled under its eyes. Be quick, keep nothing.</summary>
    public void Hold(Action look)
    {
        lock (_gate) look();
    }
}
