using System.Diagnostics;
using System.Globalization;
using System.Net;
using Vitrine.Testing;
using Vitrine.Tests.EndToEnd;

namespace Vitrine.Tests.Acceptance;

/// <summary>The program in a process of its own on shifted ports, started by its command or by the document's lines in a real shell; what it writes is kept.</summary>
internal sealed class KronkProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private KronkProcess(ProcessStartInfo start, int offset)
    {
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (false, true, true, true);
        start.Environment["VITRINE_PORT_OFFSET"] = offset.ToString(CultureInfo.InvariantCulture);
        Offset = offset;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What every documented port is shifted by.</summary>
    public int Offset { get; }

    public int Id => _process.Id;

    public HttpClient Http { get; } = new() { Timeout = s_deadline };

    /// <summary>Standard output so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Runs <c>vitrine serve model</c>; it is ready when this returns.</summary>
    public static async Task<KronkProcess> ServeAsync(TestSurroundings surroundings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [RunningUp.Program, "serve", "model", "--tempo-host", "none", .. arguments]) { WorkingDirectory = surroundings.Folder };
        return await new KronkProcess(start, RunningUp.FreeOffset()).ReadyAsync();
    }

    /// <summary>Runs lines of the document in bash, after <c>eval "$(vitrine alias)"</c>; the server they start is ready when this returns.</summary>
    public static async Task<KronkProcess> ShellAsync(TestSurroundings surroundings, string lines)
    {
        // What a user has on the path.
        surroundings.Write("bin/vitrine", $"#!/bin/sh\nexec dotnet '{RunningUp.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(surroundings["bin/vitrine"], (UnixFileMode)0b111_101_101);
        var start = new ProcessStartInfo("bash", ["-eu", "-c", $"eval \"$(vitrine alias)\"\n{lines}\n"]) { WorkingDirectory = surroundings.Folder };
        start.Environment["PATH"] = $"{surroundings["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        return await new KronkProcess(start, RunningUp.FreeOffset()).ReadyAsync();
    }

    /// <summary>A documented address here: <c>http://localhost:8080/v1/liveness</c> with the shifted port.</summary>
    public Uri Shifted(string url)
    {
        var documented = new UriBuilder(url);
        documented.Port += Offset;
        return documented.Uri;
    }

    /// <summary>Waits until something is so; fails with what the program wrote when it never is.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < s_deadline && !_process.HasExited; await Task.Delay(50))
        {
            try
            {
                if (await isSo()) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        Assert.Fail($"It never became so. The program wrote:\n{string.Join('\n', Lines)}");
    }

    /// <summary>Waits for its own end.</summary>
    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<KronkProcess> ReadyAsync()
    {
        try
        {
            await UntilAsync(async () => (await Http.GetAsync(Shifted("http://localhost:8080/v1/readiness"))).StatusCode == HttpStatusCode.OK);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }
}
