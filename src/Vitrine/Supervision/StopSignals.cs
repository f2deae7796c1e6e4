using System.Runtime.InteropServices;
using Vitrine.Commands;

namespace Vitrine.Supervision;

/// <summary>Turns the ways of asking a process to end into one token. Owns the signals while it lives.</summary>
internal sealed class StopSignals : IDisposable
{
    // timeout(1) and service managers signal a process and then its whole group: that is one request, no person presses twice so fast.
    private static readonly TimeSpan SameRequest = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Lock _gate = new();
    private long _askedAt;

    private StopSignals()
    {
    }

    /// <summary>Cancelled when the process shall stop in order.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Called at the second request, when the user will not wait.</summary>
    public Action Impatient { get; set; } = () => Environment.Exit(ExitCode.Interrupted);

    /// <summary>For a process a person or a service manager looks after: Ctrl-C, SIGTERM, a closed terminal.</summary>
    public static StopSignals OfTerminal()
    {
        var signals = new StopSignals();
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            signals._signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                signals.Ask();
            }));
        }

        return signals;
    }

    /// <summary>
    /// For a child of <c>vitrine up</c>: the terminal's Ctrl-C is the supervisor's affair, and the end of <paramref name="lifeline"/> says that it
    /// wants this process to stop, or is itself gone.
    /// </summary>
    public static StopSignals OfChild(Stream lifeline)
    {
        // SIGTERM to a whole process group comes together with the end of the lifeline: that is one request, not two.
        var signals = new StopSignals { Impatient = () => { } };
        signals._signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true));
        signals._signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            signals.Ask();
        }));
        var watch = new Thread(() => signals.AskAtEndOf(lifeline)) { IsBackground = true, Name = "vitrine lifeline" };
        watch.Start();
        return signals;
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stop.Dispose();
    }

    private void AskAtEndOf(Stream lifeline)
    {
        var scratch = new byte[64];
        try
        {
            while (lifeline.Read(scratch) > 0)
            {
                // Nothing is ever sent; only the end counts.
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }

        Ask();
    }

    private void Ask()
    {
        lock (_gate)
        {
            if (_askedAt == 0)
            {
                _askedAt = TimeProvider.System.GetTimestamp();
            }
            else
            {
                if (TimeProvider.System.GetElapsedTime(_askedAt) > SameRequest) Impatient();
                return;
            }
        }

        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The process is past waiting.
        }
    }
}
