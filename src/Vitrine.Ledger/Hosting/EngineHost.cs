using Vitrine.Ledger.Engines;

namespace Vitrine.Ledger.Hosting;

/// <summary>Recovers the engine while the service already answers probes. Before that, everything about the log is refused with 503.</summary>
internal sealed partial class EngineHost(ILogEngine engine, IHostApplicationLifetime lifetime, ILogger<EngineHost> log) : BackgroundService
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the own copy is there.</summary>
    public Task Started => _started.Task;

    /// <summary>Whether the own copy is there.</summary>
    public bool IsStarted => _started.Task.IsCompletedSuccessfully;

    /// <summary>Why the engine cannot start, or null.</summary>
    public Exception? Failure { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await engine.StartAsync(stoppingToken);
            LogStarted(engine.Copy.Head.Position, engine.Replica.View);
            _started.SetResult();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while it recovered.
        }
        catch (LogDamageException damage)
        {
            // A restart would find the same. The node stays, not ready, and says what is the matter.
            Failure = damage;
            LogFailed(damage);
        }
        catch (Exception e)
        {
            Failure = e;
            LogFailed(e);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(EventIds.EngineStarted, LogLevel.Information, "Log recovered: {Position} entries, view {View}")]
    private partial void LogStarted(long position, long view);

    [LoggerMessage(EventIds.EngineFailed, LogLevel.Critical, "The log cannot be recovered")]
    private partial void LogFailed(Exception exception);
}
