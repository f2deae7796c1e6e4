namespace Vitrine.ModelServer.Hosting;

/// <summary>
/// The graceful stop: from its first moment nobody is let in and readiness is refused; streams that run have the shutdown time to end by
/// themselves, then they are told to. The host cuts connections only after that.
/// </summary>
internal sealed class StopGate : IDisposable
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenSource _streamsEnd = new();
    private readonly CancellationTokenRegistration _stopping;
    private ITimer? _timer;

    public StopGate(IHostApplicationLifetime lifetime, ModelServerOptions options, TimeProvider clock)
    {
        _lifetime = lifetime;
        _stopping = lifetime.ApplicationStopping.Register(() => _timer = clock.CreateTimer(static gate => ((StopGate)gate!).EndStreams(), this, options.DrainTimeout, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Whether the server has begun to stop.</summary>
    public bool IsStopping => _lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Fires when streams that still run must end.</summary>
    public CancellationToken StreamsEnd => _streamsEnd.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
        _streamsEnd.Dispose();
    }

    private void EndStreams()
    {
        try
        {
            _streamsEnd.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The host was faster.
        }
    }
}
