namespace Vitrine.ModelServer.Answers;

/// <summary>The one token that stops a generation, and the first reason that fired it.</summary>
internal sealed class GenerationStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _client;
    private readonly CancellationTokenRegistration _shutdown;
    private readonly ITimer _deadline;
    private int _reason;

    /// <summary>Stops when the client leaves, when the server's streams must end, or after <paramref name="limit"/>.</summary>
    public GenerationStop(CancellationToken clientLeft, CancellationToken streamsEnd, TimeSpan limit, TimeProvider clock)
    {
        _client = clientLeft.UnsafeRegister(static stop => ((GenerationStop)stop!).Fire(StopReason.ClientLeft), this);
        _shutdown = streamsEnd.UnsafeRegister(static stop => ((GenerationStop)stop!).Fire(StopReason.Shutdown), this);
        _deadline = clock.CreateTimer(static stop => ((GenerationStop)stop!).Fire(StopReason.Deadline), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Given to the engine.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why it was stopped first.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>Stops the generation; the first reason stays.</summary>
    public void Fire(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None) return;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The generation ended at the same moment.
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
