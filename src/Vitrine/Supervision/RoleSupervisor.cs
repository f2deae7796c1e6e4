using System.ComponentModel;
using Vitrine.Commands;

namespace Vitrine.Supervision;

/// <summary>Keeps one role running: starts it, starts it again when it dies, stops it when asked.</summary>
/// <remarks>
/// 1. Start the process. 2. Wait for its end, reporting readiness meanwhile. 3. Asked to stop: done. 4. Otherwise say why it ended, pause and repeat, or
/// give up: after many failures in a row, or at once when its command line or settings are wrong.
/// </remarks>
internal sealed class RoleSupervisor(RoleLaunch launch, RoleOutput output, RestartPolicy policy, ISupervisorNarrator narrator, ReadinessProbe probe, TimeProvider clock)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private RoleProcess? _process;
    private bool _killed;

    /// <summary>The role.</summary>
    public RoleLaunch Launch => launch;

    /// <summary>The number of its process, 0 while it has none.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Runs until the role stopped or was given up.</summary>
    /// <returns>Whether it stopped because it was asked to.</returns>
    public async Task<bool> RunAsync()
    {
        for (var failures = 0; ;)
        {
            // Step 1 and 2.
            var started = clock.GetTimestamp();
            var (exitCode, reason) = await RunOnceAsync();

            // Step 3.
            if (_stop.IsCancellationRequested)
            {
                narrator.Stopped(launch.Role, _killed);
                return true;
            }

            // Step 4.
            failures = clock.GetElapsedTime(started) >= policy.WellAfter ? 1 : failures + 1;
            if (exitCode == ExitCode.Usage || policy.PauseAfter(failures) is not { } pause)
            {
                narrator.GaveUp(launch.Role, reason);
                return false;
            }

            narrator.Ended(launch.Role, reason, pause);
            await Task.Delay(pause, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks the role to stop in order; <see cref="RunAsync"/> ends when it did.</summary>
    public void AskToStop()
    {
        lock (_gate)
        {
            _stop.Cancel();
            _process?.AskToStop();
        }
    }

    /// <summary>Ends the role at once.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _stop.Cancel();
            _killed = _process is not null;
            _process?.Kill();
        }
    }

    private async Task<(int ExitCode, string Reason)> RunOnceAsync()
    {
        try
        {
            lock (_gate)
            {
                if (_stop.IsCancellationRequested) return (ExitCode.Ok, "");
                _process = RoleProcess.Start(launch, output);
                ProcessId = _process.Id;
            }
        }
        catch (Win32Exception e)
        {
            return (ExitCode.Usage, $"cannot be started: {e.Message}");
        }

        narrator.Started(launch.Role, ProcessId);
        using var running = new CancellationTokenSource();
        var ready = ReportReadyAsync(running.Token);
        var exitCode = await _process.WaitAsync();
        await running.CancelAsync();
        await ready;
        lock (_gate)
        {
            _process.Dispose();
            _process = null;
            ProcessId = 0;
        }

        return (exitCode, ExitReason.Describe(exitCode, output.LastWords));
    }

    private async Task ReportReadyAsync(CancellationToken cancellation)
    {
        try
        {
            if (launch.ReadyUrl is { } url) await probe.WaitAsync(url, cancellation);
            narrator.Ready(launch.Role);
        }
        catch (OperationCanceledException)
        {
            // It ended before it was ready; the end is reported.
        }
    }
}
