using Microsoft.Extensions.Logging;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Bounds the stop: requests may finish for <see cref="VitrineOptions.DrainTime"/> after the host began to stop, then they are cut, which
/// fires their <see cref="HttpContext.RequestAborted"/>. How many were cut is said and can be read.
/// </summary>
internal sealed partial class ShutdownDrain : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly ILogger<ShutdownDrain> _log;
    private readonly TimeSpan _drainTime;
    private ITimer? _timer;
    private int _dropped;

    public ShutdownDrain(IHostApplicationLifetime lifetime, VitrineOptions options, ILogger<ShutdownDrain> log)
    {
        _log = log;
        _drainTime = options.DrainTime;
        _stopping = lifetime.ApplicationStopping.Register(() => _timer = options.Clock.CreateTimer(static state => ((ShutdownDrain)state!).Cut(), this, options.DrainTime, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Requests that were cut because they outlasted the stop.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    /// <summary>Cuts this request when the time is over. Dispose at its end.</summary>
    public CancellationTokenRegistration Watch(OperationFeature request) => _cut.Token.UnsafeRegister(static state => ((OperationFeature)state!).Cut(), request);

    /// <summary>Counts a request that was cut.</summary>
    public void CountDropped() => Interlocked.Increment(ref _dropped);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (Dropped > 0) LogDropped(Dropped, _drainTime.TotalSeconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
        _cut.Dispose();
    }

    private void Cut()
    {
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The host was faster.
        }
    }

    [LoggerMessage(EventIds.RequestsCut, LogLevel.Warning, "The stop cut {Count} requests that still ran after {Seconds} s.")]
    private partial void LogDropped(int count, double seconds);
}
