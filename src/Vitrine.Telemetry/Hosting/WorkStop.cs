namespace Vitrine.Telemetry.Hosting;

/// <summary>The one token that stops the work for a request, an inference or a prediction, and the first reason that fired it.</summary>
public sealed class WorkStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _client;
    private readonly CancellationTokenRegistration _shutdown;
    private readonly ITimer _deadline;
    private int _reason;

    /// <summary>Stops when the client leaves, when the server must end, or after <paramref name="limit"/>.</summary>
    public WorkStop(CancellationToken clientLeft, CancellationToken serverEnds, TimeSpan limit, TimeProvider clock)
    {
        _client = clientLeft.UnsafeRegister(static stop => ((WorkStop)stop!).Fire(StopReason.ClientLeft), this);
        _shutdown = serverEnds.UnsafeRegister(static stop => ((WorkStop)stop!).Fire(StopReason.Shutdown), this);
        _deadline = clock.CreateTimer(static stop => ((WorkStop)stop!).Fire(StopReason.Deadline), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Given to who works.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why it was stopped first.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>Stops the work; the first reason stays.</summary>
    public void Fire(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None) return;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended at the same moment.
        }
    }

    /// <summary>Nobody can stop it any more. The work has ended.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _shutdown.Dispose();
        _deadline.Dispose();
        _source.Dispose();
    }
}
