using System.Diagnostics;

namespace Vitrine.Telemetry;

/// <summary>
/// The newest finished trees, for the debug page, and the pool's way back: what leaves the ring is reused if every holder released it.
/// </summary>
/// <remarks>
/// People look at what happened seconds ago, and a busy service fills any ring in less. So of roots that ended well it takes
/// <see cref="MostPerSecond"/> in the long run and <see cref="MostAtOnce"/> in a burst; others it leaves to their holder, whose memory is still
/// warm when the next request takes it. What went wrong it always takes.
/// </remarks>
internal sealed class OperationRing(int capacity)
{
    private const int MostPerSecond = 200;
    private const int MostAtOnce = 1000;
    private static readonly long s_pause = Stopwatch.Frequency / MostPerSecond;

    private readonly Lock _gate = new();
    private readonly Operation?[] _ring = new Operation?[capacity];
    private long _ended;
    private long _taken;
    private long _nextAt;

    /// <summary>How many roots have ended.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>Takes a finished root, or leaves it to its holder; <see cref="Operation.IsLeft"/> says which.</summary>
    public void Offer(Operation root)
    {
        Operation? leaving;
        lock (_gate)
        {
            root.Sequence = ++_ended;
            root.IsLeft = root.Outcome == Outcome.Ok && !IsDue(root.EndTimestamp);
            if (root.IsLeft) return;
            ref var place = ref _ring[(int)(++_taken % _ring.Length)];
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
            for (var i = 0; i < Math.Min(_taken, _ring.Length); i++)
            {
                if (_ring[(int)((_taken - i) % _ring.Length)] is { } root && !look(root)) return;
            }
        }
    }

    /// <summary>Holds the lock while <paramref name="look"/> runs, so that no finished tree is recycled under its eyes. Be quick, keep nothing.</summary>
    public void Hold(Action look)
    {
        lock (_gate) look();
    }

    private bool IsDue(long now)
    {
        if (_nextAt - now >= MostAtOnce * s_pause) return false;
        _nextAt = Math.Max(_nextAt, now) + s_pause;
        return true;
    }
}
