using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>A program that a world runs: it can be killed, held still and started again over its files.</summary>
internal sealed partial class ChaosProcess(string program, IReadOnlyList<string> arguments) : IAsyncDisposable
{
    // signal(7), Linux.
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    private Process? _process;

    /// <summary>Whether it runs, held still or not.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it, with nothing of ours on its standard streams.</summary>
    /// <exception cref="Win32Exception">It cannot be executed.</exception>
    public void Start()
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The campaign's own variables are not its nodes': settings come from their flags alone.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("VITRINE_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("KMB_", StringComparison.Ordinal) || name.StartsWith("ETCD_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => EndAsync(process => process.Kill());

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public Task StopAsync() => EndAsync(process => _ = Signal(process.Id, Terminate));

    /// <summary>Holds it still: its connections stay, and nothing comes.</summary>
    public void Pause() => _ = Signal(_process!.Id, Stop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => _ = Signal(_process!.Id, Continue);

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task EndAsync(Action<Process> end)
    {
        if (_process is not { } process) return;
        _process = null;
        end(process);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
