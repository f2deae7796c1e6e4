using System.Diagnostics;
using System.Xml.Linq;
using Vitrine.Testing;

namespace Vitrine.Tests.Acceptance;

/// <summary>
/// The command lines of spec/kimberlite.md on profiles, run in bash after <c>eval "$(vitrine alias)"</c> against a real role. Port and seconds alone
/// are changed. docs/packs/kimberlite.md has the table.
/// </summary>
public sealed class KimberliteProfilingTests(RunningUp up) : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task CpuProfiling_Lines_RunAsWritten()
    {
        (await RunAsync("pprof --seconds 2 http://localhost:9090/debug/pprof/profile")).ShouldContain("Type: cpu");
        await RunAsync("pprof -flame http://localhost:9090/debug/pprof/profile?seconds=2");
        XDocument.Load(_surroundings["flame.svg"]).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public async Task MemoryProfiling_Lines_RunAsWritten_KB20()
    {
        foreach (var program in (string[])["curl", "dot"]) ExternalTool.Locate(program);
        // On a terminal the picture goes into a file, here where its reader is.
        (await RunAsync("curl -sS http://localhost:9090/debug/pprof/heap > heap.prof\ntest -s heap.prof\npprof -svg heap.prof")).ShouldContain("</svg>");
    }

    private async Task<string> RunAsync(string lines)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");
        ExternalTool.Locate("go");
        (await _surroundings.RunAsync("alias")).ShouldBe(0);
        _surroundings.Write("alias.sh", _surroundings.Output);
        var script = $"eval \"$(cat alias.sh)\"\nvitrine() {{ dotnet '{RunningUp.Program}' \"$@\"; }}\n{lines.Replace("http://localhost:9090", up.Debug, StringComparison.Ordinal)}\n";
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-eu", "-o", "pipefail", "-c", script])
        {
            WorkingDirectory = _surroundings.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PPROF_TMPDIR"] = _surroundings.Folder },
        })!;
        // pprof asks for commands: there are none.
        shell.StandardInput.Close();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(deadline.Token), shell.StandardError.ReadToEndAsync(deadline.Token));
        await shell.WaitForExitAsync(deadline.Token);
        shell.ExitCode.ShouldBe(0, await errors);
        return await output + await errors;
    }
}
