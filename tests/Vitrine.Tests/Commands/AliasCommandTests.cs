using System.Diagnostics;

namespace Vitrine.Tests.Commands;

/// <summary>Runs the functions under a real shell, with a <c>vitrine</c> that only says how it was called.</summary>
public sealed class AliasCommandTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData("kronk server start", "serve model")]
    [InlineData("kronk server start --debug-host localhost:9090", "serve model --debug-host localhost:9090")]
    [InlineData("kronk server start --insecure-logging", "serve model --insecure-logging")]
    [InlineData("kronk server start \\\n  --tempo-host localhost:4317 \\\n  --tempo-service-name kronk \\\n  --tempo-probability 0.25", "serve model --tempo-host localhost:4317 --tempo-service-name kronk --tempo-probability 0.25")]
    [InlineData("kronk server logs", "logs model -f")]
    public async Task Kronk_DocumentedLine_CallsVitrine(string line, string expected)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");

        (await ShellAsync(line)).ShouldBe((0, $"{expected}\n"));
    }

    [Theory]
    [InlineData("pprof --seconds 30 http://localhost:9090/debug/pprof/profile", "go tool pprof --seconds 30 http://localhost:9090/debug/pprof/profile")]
    [InlineData("pprof -svg heap.prof", "go tool pprof -svg heap.prof")]
    [InlineData("pprof -flame http://localhost:9090/debug/pprof/profile", "profile cpu http://localhost:9090/debug/pprof/profile --flame flame.svg")]
    public async Task Pprof_DocumentedLine_CallsGoOrVitrine(string line, string expected)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");

        (await ShellAsync($"go() {{ echo \"go $*\"; }}\n{line}")).ShouldBe((0, $"{expected}\n"));
    }

    [Theory]
    [InlineData("kimberlite-admin audit export \\\n  --start 2024-01-01 \\\n  --end 2024-12-31 \\\n  --format json \\\n  --output audit-2024.json", "audit export --start 2024-01-01 --end 2024-12-31 --format json --output audit-2024.json")]
    [InlineData("vopr dashboard --port 8080", "chaos dashboard --port 8080")]
    [InlineData("vopr tui", "chaos tui")]
    public async Task Kimberlite_DocumentedLine_CallsVitrine(string line, string expected)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");

        (await ShellAsync(line)).ShouldBe((0, $"{expected}\n"));
    }

    [Fact]
    public async Task KimberliteAdmin_UnknownWords_ExitsWithUsage() => (await ShellAsync("kimberlite-admin append")).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Kronk_UnknownWords_ExitsWithUsage() => (await ShellAsync("kronk model pull")).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Kronk_StopWithNothingStarted_Fails() => (await ShellAsync("kronk server stop")).ExitCode.ShouldBe(1);

    [Fact]
    public async Task Kronk_StartedAsAJob_EndsWithTheJob()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");
        _surroundings.Write("vitrine", "#!/bin/sh\necho $$ >pid\nexec sleep 30\n");
        const string Script = """
            chmod +x vitrine; PATH="$PWD:$PATH"
            kronk server start & job=$!
            while [ ! -s pid ]; do sleep 0.05; done
            kill $job; wait $job || true
            kill -0 "$(cat pid)" 2>/dev/null && echo alive || echo gone
            """;

        (await RunAsync(Script)).ShouldBe((0, "gone\n"));
    }

    private Task<(int ExitCode, string Output)> ShellAsync(string line) => RunAsync($"vitrine() {{ echo \"$*\"; }}\n{line}");

    private async Task<(int ExitCode, string Output)> RunAsync(string lines)
    {
        (await _surroundings.RunAsync("alias")).ShouldBe(0);
        var script = $"eval \"$(cat alias.sh)\"\n{lines}\n";
        _surroundings.Write("alias.sh", _surroundings.Output);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-eu", "-c", script])
        {
            WorkingDirectory = _surroundings.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output);
    }
}
