using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Testing.Etcd;

/// <summary>One member of a cluster: a process that can be ended as a crash ends it, held still as a cut network holds it, and started again over its files.</summary>
public sealed partial class EtcdProcess : IAsyncDisposable
{
    private const int ContinueSignal = 18;
    private const int StopSignal = 19;
    private readonly ProcessStartInfo _start;
    private readonly string _log;
    private Process? _process;

    internal EtcdProcess(string program, string name, int clientPort, int peerPort, string cluster, string folder, IReadOnlyList<string> arguments)
    {
        Name = name;
        Endpoint = new Uri($"http://127.0.0.1:{clientPort}");
        _log = folder + ".log";
        var client = $"http://127.0.0.1:{clientPort}";
        if (arguments.Any(argument => argument.StartsWith("--cert-file=", StringComparison.Ordinal))) SecureEndpoint = new Uri($"https://127.0.0.1:{FreePort.Next()}");
        var peer = $"http://127.0.0.1:{peerPort}";
        _start = new ProcessStartInfo(program,
        [
            $"--name={name}", $"--data-dir={folder}", $"--listen-client-urls={client}{(SecureEndpoint is null ? "" : $",{SecureEndpoint.ToString().TrimEnd('/')}")}", $"--advertise-client-urls={client}", $"--listen-peer-urls={peer}",
            $"--initial-advertise-peer-urls={peer}", $"--initial-cluster={cluster}", "--logger=zap", $"--log-outputs={_log}", .. arguments,
        ])
        { UseShellExecute = false };
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Where it listens for clients; the same after a restart.</summary>
    public Uri Endpoint { get; }

    /// <summary>Where it listens for clients over TLS besides; null unless it was given a certificate.</summary>
    public Uri? SecureEndpoint { get; }

    /// <summary>Whether it is there and not held still.</summary>
    public bool IsRunning => _process is { HasExited: false } && !IsPaused;

    /// <summary>Whether it is held still.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>What it said.</summary>
    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    /// <summary>Starts it, over the files that it left.</summary>
    public void Start() => _process = Process.Start(_start)!;

    /// <summary>Ends it without a warning, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        IsPaused = false;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>Holds it still: its connections stay and nothing comes. The signal is delivered thread by thread; all stand when this returns.</summary>
    public void Pause()
    {
        _ = Signal(_process!.Id, StopSignal);
        SpinWait.SpinUntil(() => Directory.EnumerateDirectories($"/proc/{_process.Id}/task").All(thread => StateOf(thread) == 'T'), TimeSpan.FromSeconds(10));
        IsPaused = true;
    }

    /// <summary>Lets it go on.</summary>
    public void Resume()
    {
        _ = Signal(_process!.Id, ContinueSignal);
        IsPaused = false;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static char StateOf(string thread)
    {
        // The name stands in brackets and may hold anything; the state follows it.
        var status = File.ReadAllText(Path.Combine(thread, "stat"));
        return status[status.LastIndexOf(')') + 2];
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
