using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Vitrine.Testing;

namespace Vitrine.Tests.Acceptance;

/// <summary>Check K15 of the contract of pack kronk, and the command lines of spec/kronk.md 14.9, run by the real programs. Ports and seconds alone are changed.</summary>
public sealed class KronkProfileChecks : IDisposable
{
    private const string Flames = "go tool pprof -http=:8081 \\\n  http://localhost:8090/debug/pprof/profile?seconds=30";

    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task K15_AndSection9_ProfilesAreReadByTheirTools()
    {
        ExternalTool.Locate("go");
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, "export KRONK_TEMPO_HOST=none\nkronk server start");
        (await RunAsync(kronk, "go tool pprof http://localhost:8090/debug/pprof/profile?seconds=30", "top")).ShouldContain("Type: cpu");
        (await RunAsync(kronk, "go tool pprof http://localhost:8090/debug/pprof/heap", "top")).ShouldContain("Showing nodes accounting for");
        (await RunAsync(kronk, "curl http://localhost:8090/debug/pprof/goroutine?debug=2")).ShouldMatch(@"(?m)^goroutine \d+ \[");
        (await RunAsync(kronk, "curl -s -o h.pb http://localhost:8090/debug/pprof/heap; gzip -t h.pb && go tool pprof -top h.pb")).ShouldContain("Type: inuse_space");
        using (var done = new CancellationTokenSource())
        {
            var chats = ChatUntilAsync(kronk, done.Token);
            await ShowsFlamesAsync(kronk);
            await done.CancelAsync();
            await chats;
        }

        var started = Stopwatch.GetTimestamp();
        await kronk.Http.GetByteArrayAsync(kronk.Shifted("http://localhost:8090/debug/pprof/profile?seconds=2"), Cancellation);
        Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Section9_TagFocus_TellsWhichModelIsBusy()
    {
        ExternalTool.Locate("go");
        await using var kronk = await KronkProcess.ServeAsync(_surroundings);
        var file = _surroundings["cpu.pb.gz"];
        using var done = new CancellationTokenSource();
        var chats = ChatUntilAsync(kronk, done.Token);
        await File.WriteAllBytesAsync(file, await kronk.Http.GetByteArrayAsync(kronk.Shifted("http://localhost:8090/debug/pprof/profile?seconds=4"), Cancellation), Cancellation);
        await done.CancelAsync();
        await chats;
        (await RunAsync(kronk, $"go tool pprof -top -tagfocus=model=vitrine-tiny -tagfocus=role=model {file}")).ShouldContain("Vitrine.Inference.");
        (await RunAsync(kronk, $"go tool pprof -tags {file}")).ShouldContain("/v1/chat/completions");
    }

    [Fact]
    public async Task Section9_WithDiagnosticsOff_SaysSo_AndSamplesThroughTheKernel()
    {
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, "export KRONK_TEMPO_HOST=none DOTNET_EnableDiagnostics=0\nkronk server start");
        using var allocations = await kronk.Http.GetAsync(kronk.Shifted("http://localhost:8090/debug/pprof/allocs?seconds=1"), Cancellation);
        allocations.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await allocations.Content.ReadAsStringAsync(Cancellation)).ShouldContain("DOTNET_EnableDiagnostics=0 switches the runtime's diagnostics off");
        using var cpu = await kronk.Http.GetAsync(kronk.Shifted("http://localhost:8090/debug/pprof/profile?seconds=1"), Cancellation);
        if (cpu.StatusCode != HttpStatusCode.OK) (await cpu.Content.ReadAsStringAsync(Cancellation)).ShouldContain("perf: ");
        ExternalTool.Need(cpu.StatusCode == HttpStatusCode.OK, "perf events are not allowed here.");
    }

    /// <summary>Runs a line of the document in bash, with what is typed at its prompt.</summary>
    private async Task<string> RunAsync(KronkProcess kronk, string line, string typed = "")
    {
        var (exit, output) = await ExternalTool.RunAsync("bash", ["-eu", "-c", Here(kronk, line)], typed + "\n");
        exit.ShouldBe(0, output);
        return output;
    }

    private async Task ShowsFlamesAsync(KronkProcess kronk)
    {
        var port = FreePort.Next();
        using var viewer = Process.Start(new ProcessStartInfo("bash", ["-eu", "-c", Here(kronk, Flames).Replace(":8081", $"127.0.0.1:{port}", StringComparison.Ordinal)]) { UseShellExecute = false })!;
        try
        {
            var page = "";
            await kronk.UntilAsync(async () =>
            {
                page = await kronk.Http.GetStringAsync($"http://127.0.0.1:{port}/ui/flamegraph", Cancellation);
                return true;
            });
            page.ShouldContain("Vitrine");
        }
        finally
        {
            viewer.Kill(entireProcessTree: true);
        }
    }

    // What it fetches goes into the test's folder, and no browser opens.
    private string Here(KronkProcess kronk, string line) =>
        $"cd '{_surroundings.Folder}'; export PPROF_TMPDIR=. BROWSER=true\n"
        + line.Replace("http://localhost:8090", kronk.Shifted("http://localhost:8090").GetLeftPart(UriPartial.Authority), StringComparison.Ordinal).Replace("seconds=30", "seconds=10", StringComparison.Ordinal);

    private static async Task ChatUntilAsync(KronkProcess kronk, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            using var answer = await kronk.Http.PostAsJsonAsync(
                kronk.Shifted("http://localhost:8080/v1/chat/completions"),
                new { model = "vitrine-tiny", max_tokens = 200, temperature = 0, messages = new[] { new { role = "user", content = "What is a counter?" } } },
                Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
