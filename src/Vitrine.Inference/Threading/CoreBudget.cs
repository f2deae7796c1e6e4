namespace Vitrine.Inference.Threading;

/// <summary>
/// The cores that all engines of a process share: a computation takes as many as it has threads and gives them back, so that several loaded models
/// never run more threads than there are cores. First come, first served: a wide computation that waits holds back narrow ones behind it, or it
/// would wait for ever. Safe from any thread; allocates nothing.
/// </summary>
internal sealed class CoreBudget
{
    // An object, because takers wait on it.
    private readonly object _gate = new();
    private readonly int _cores;
    private int _free;
    private long _nextTicket;
    private long _served;

    /// <summary>A budget of at least 1.</summary>
    public CoreBudget(int cores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        _cores = _free = cores;
    }

    /// <summary>The one of this process: a core is left to the rest of it.</summary>
    public static CoreBudget Shared { get; } = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Computations that wait for cores.</summary>
    public long Waiting
    {
        get
        {
            lock (_gate) return _nextTicket - _served;
        }
    }

    /// <summary>Waits in line for cores. Who wants more than there are takes them all.</summary>
    /// <param name="count">How many.</param>
    /// <param name="beforeWaiting">Called when there is anything to wait for, in line already; it must not block.</param>
    public void Take(int count, Action? beforeWaiting = null)
    {
        lock (_gate)
        {
            long ticket = _nextTicket++;
            if (!IsNext()) beforeWaiting?.Invoke();
            while (!IsNext()) Monitor.Wait(_gate);
            _free -= Math.Min(count, _cores);
            _served++;
            // The next in line may fit beside this one.
            Monitor.PulseAll(_gate);

            bool IsNext() => ticket == _served && _free >= Math.Min(count, _cores);
        }
    }

    /// <summary>Gives back what <see cref="Take"/> took for the same count.</summary>
    public void Return(int count)
    {
        lock (_gate)
        {
            _free += Math.Min(count, _cores);
            Monitor.PulseAll(_gate);
        }
    }
}
