namespace Vitrine.Ledger.Projections;

/// <summary>A position that moves, and that others wait for. Thread-safe; nobody waiting costs nothing.</summary>
internal sealed class Watermark
{
    private readonly Lock _gate = new();
    private long _value;
    private TaskCompletionSource? _moved;

    /// <summary>Where it stands.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Moves it, forwards or back, and wakes who waits.</summary>
    public void Set(long value)
    {
        TaskCompletionSource? moved;
        lock (_gate)
        {
            Volatile.Write(ref _value, value);
            (moved, _moved) = (_moved, null);
        }

        moved?.SetResult();
    }

    /// <summary>Waits until it stands at a position or beyond.</summary>
    public async ValueTask ReachAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_value >= position) return;
                _moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                moved = _moved.Task;
            }

            await moved.WaitAsync(cancellationToken);
        }
    }
}
