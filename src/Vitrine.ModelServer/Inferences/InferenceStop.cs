namespace Vitrine.ModelServer.Inferences;

/// <summary>The one token that stops an inference, and the first reason that fired it.</summary>
internal sealed class InferenceStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _client;
    private readonly CancellationTokenRegistration _shutdown;
    private readonly ITimer _deadline;
    private int _reason;

    /// <summary>Stops when the client leaves, when the server's streams must end, or after <paramref name="limit"/>.</summary>
    public InferenceStop(CancellationToken clientLeft, CancellationToken streamsEnd, TimeSpan limit, TimeProvider clock)
    {
        _client = clientLeft.UnsafeRegister(static stop => ((InferenceStop)stop!).Fire(StopReason.ClientLeft), this);
        _shutdown = streamsEnd.UnsafeRegister(static stop => ((InferenceStop)stop!).Fire(StopReason.Shutdown), this);
        _deadline = clock.CreateTimer(static stop => ((InferenceStop)stop!).Fire(StopReason.Deadline), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Given to the engine.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why it was stopped first.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>Stops the inference; the first reason stays.</summary>
    public void Fire(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None) return;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The inference ended at the same moment.
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _shutdown.Dispose();
        _deadline.Dispose();
        _source.Dispose();
    }
}
