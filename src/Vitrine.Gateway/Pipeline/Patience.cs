namespace Vitrine.Gateway.Pipeline;

/// <summary>
/// How long a pod may keep one call waiting. The token fires when that is over, and when the client has left; <see cref="Dispose"/> hands its
/// source back for the next call.
/// </summary>
internal readonly struct Patience : IDisposable
{
    private readonly PatienceSource _home;
    private readonly PatienceTimer _source;
    private readonly CancellationTokenRegistration _leaving;

    /// <summary>Begins without a limit. Use <see cref="PatienceSource.Begin"/>.</summary>
    public Patience(PatienceSource home, PatienceTimer source, CancellationToken aborted)
    {
        (_home, _source) = (home, source);
        _leaving = aborted.UnsafeRegister(static source => ((PatienceTimer)source!).Leave(), source);
    }

    /// <summary>Fires when the time is over, or the request is.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the time that ended the waiting, not the end of the request.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_source.HasLeft;

    /// <summary>The waiting begins: it may last this long.</summary>
    public void Allow(TimeSpan limit) => _source.CancelAfter(limit);

    /// <summary>What was waited for came.</summary>
    public void Rest() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Dispose();
        _home.Return(_source);
    }
}
