namespace Vitrine.Chaos.Campaigns;

/// <summary>Holds a campaign between two rounds for as long as somebody wants it held. Thread-safe.</summary>
internal sealed class PauseGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _held;

    /// <summary>Whether it is closed.</summary>
    public bool IsPaused => Volatile.Read(ref _held) is not null;

    /// <summary>Closes it, or opens it again.</summary>
    public void Toggle()
    {
        lock (_gate)
        {
            if (_held is null)
            {
                _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return;
            }

            _held.SetResult();
            _held = null;
        }
    }

    /// <summary>Waits until it is open.</summary>
    public Task PassAsync(CancellationToken cancellationToken) => Volatile.Read(ref _held)?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
}
