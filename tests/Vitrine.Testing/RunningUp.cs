using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Vitrine.Testing;

/// <summary>A real <c>vitrine up</c> in its own data folder and on shifted ports, shared by the tests that only look at it.</summary>
public sealed class RunningUp : IAsyncLifetime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(90);
    private static int s_lastOffset = Environment.ProcessId % 1_000 * 37;
    private readonly StringBuilder _errors = new();
    private Process _up = null!;

    public int Offset { get; } = FreeOffset();

    /// <summary>The program that the README's command runs; a test project that starts it references it.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "vitrine.dll");

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("vitrine-up-").FullName;

    public HttpClient Http { get; } = new() { Timeout = s_deadline };

    /// <summary>The API of the gateway, with the model server behind it.</summary>
    public string Api => $"http://127.0.0.1:{8080 + Offset}";

    /// <summary>The debug address of the model server.</summary>
    public string Debug => $"http://127.0.0.1:{8090 + Offset}";

    /// <summary>The debug address of the gateway, where its metrics are too.</summary>
    public string Gateway => $"http://127.0.0.1:{15000 + Offset}";

    /// <summary>The console's pages and the chat's API.</summary>
    public string Web => $"http://127.0.0.1:{3080 + Offset}";

    public string ErrorOutput
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts the program that the README's command runs.</summary>
    public static Process Start(string[] arguments, string workingFolder)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = workingFolder };
        start.ArgumentList.Add(Program);
        // Variables of the tests themselves: the program refuses those that it does not know.
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("VITRINE_UPDATE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(own);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs a command beside the running instance to its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start([.. arguments, "--data-dir", DataFolder], DataFolder);
        using var deadline = new CancellationTokenSource(s_deadline);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await errors);
    }

    public async ValueTask InitializeAsync()
    {
        _up = Start(["up", "--port-offset", $"{Offset}", "--data-dir", DataFolder], DataFolder);
        _up.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _up.BeginErrorReadLine();
        _up.BeginOutputReadLine();
        await UntilAsync("the gateway routes to the model server", async () =>
            (await Http.GetAsync($"{Api}/v1/readiness")).StatusCode == HttpStatusCode.OK && (await Http.GetStringAsync($"{Api}/v1/models")).Contains("vitrine-tiny", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_up.HasExited) _up.Kill(entireProcessTree: true);
        await _up.WaitForExitAsync();
        _up.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>Asks until the answer is yes; fails with what the program said when it never is.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < s_deadline; await Task.Delay(50))
        {
            try
            {
                if (await isSo()) return;
            }
            catch (HttpRequestException)
            {
                if (_up.HasExited) break;
            }
        }

        Assert.Fail($"It never came true that {what}. vitrine up said:\n{ErrorOutput}");
    }

    /// <summary>What the documented ports can be shifted by, so that nobody listens there; another each time.</summary>
    public static int FreeOffset()
    {
        while (true)
        {
            // All ports below those of FreePort, and so below those that the system takes for outgoing connections.
            var offset = 2_000 + (Interlocked.Add(ref s_lastOffset, 37) % 2_900);
            if (((int[])[3080, 3081, 8000, 8001, 8080, 8082, 8090, 9090, 15000]).All(port => IsFree(port + offset))) return offset;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
