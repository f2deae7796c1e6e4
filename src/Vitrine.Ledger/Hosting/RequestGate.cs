using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Requests;

namespace Vitrine.Ledger.Hosting;

/// <summary>
/// Who is let in to the log: nobody before the own copy is there, nobody once the node stops. While requests still run at the stop, the listener stays open and
/// says so at the health paths, which stand on it: the server is stopped behind this gate.
/// </summary>
internal sealed partial class RequestGate(EngineHost engine, LedgerOptions options, IHostApplicationLifetime lifetime, ILogger<RequestGate> log) : IHostedLifecycleService
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _running;
    private bool _isStopping;

    /// <summary>Lets a request in, or says why not. One that was let in <see cref="Leave"/>s.</summary>
    public LedgerError? Enter()
    {
        if (!engine.IsStarted) return engine.Failure is LogDamageException damage ? LedgerError.Unavailable(damage.Refusal()) : LedgerError.Recovering;
        lock (_gate)
        {
            if (_isStopping) return LedgerError.ShuttingDown;
            _running++;
            return null;
        }
    }

    /// <summary>A request that was let in is answered.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0 && _isStopping) _idle.TrySetResult();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // The host calls here before it tells anybody that it stops, unless it was a signal that stopped it: health must say it from now on.
        lifetime.StopApplication();
        int running;
        lock (_gate)
        {
            _isStopping = true;
            running = _running;
        }

        LogDraining(running);
        if (running == 0) return;
        // Those that outlast it are cut by then, and end.
        await Task.WhenAny(_idle.Task, Task.Delay(options.DrainTimeout, options.Clock, cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventIds.Draining, LogLevel.Information, "Stopping: {Running} requests still run")]
    private partial void LogDraining(int running);
}
