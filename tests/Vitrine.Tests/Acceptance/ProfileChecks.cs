using System.Diagnostics;
using System.Net;
using Vitrine.Testing;

namespace Vitrine.Tests.Acceptance;

/// <summary>Checks K15 and KB20 of the contracts, against a role of a real <c>vitrine up</c>, and a process in which the runtime's diagnostics are off.</summary>
public sealed class ProfileChecks(RunningUp up) : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task K15_Heap_IsAValidProfile()
    {
        ExternalTool.Locate("go");
        (await ShellAsync("""curl -s -o h.pb "$DBG/debug/pprof/heap"; gzip -t h.pb && go tool pprof -top h.pb""", "DBG", up.Debug)).ShouldContain("Type: inuse_space");
    }

    [Fact]
    public async Task K15_Profile_TakesAsLongAsAsked()
    {
        // The first one compiles the profiler.
        await up.Http.GetByteArrayAsync($"{up.Debug}/debug/pprof/profile?seconds=1", Cancellation);
        var start = Stopwatch.GetTimestamp();
        (await up.Http.GetByteArrayAsync($"{up.Debug}/debug/pprof/profile?seconds=2", Cancellation)).ShouldNotBeEmpty();
        Stopwatch.GetElapsedTime(start).TotalSeconds.ShouldBeInRange(2, 4);
    }

    [Fact]
    public async Task K15_Goroutine_IsTextWithStacks()
    {
        using var answer = await up.Http.GetAsync($"{up.Debug}/debug/pprof/goroutine?debug=2", Cancellation);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldMatch(@"goroutine \d+ \[(running|waiting|sleep|native), [^\]]+\]:\nSystem\.");
    }

    [Theory]
    [InlineData(8090)]
    [InlineData(15000)]
    [InlineData(3081)]
    public Task KB20_Heap_IsNotEmptyOnAnyRole(int documentedPort) =>
        ShellAsync("curl -s $N1/debug/pprof/heap -o h && test -s h && gzip -t h", "N1", $"http://127.0.0.1:{documentedPort + up.Offset}");

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics=0", "DOTNET_EnableDiagnostics=0 switches the runtime's diagnostics off: remove it, or set it to 1, and start the process again.\n")]
    [InlineData("TMPDIR=/proc/self", "the runtime has no diagnostics socket in /proc/self/: it makes one when it starts, in the folder that TMPDIR names, so let TMPDIR name a folder that this user may write to, and start the process again.\n")]
    public async Task WithoutTheRuntimesEvents_TheAnswerNamesVariableAndRemedy_AndTheHeapIsStillShown(string variable, string reason)
    {
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, $"export {variable}\nkronk server start");
        var root = kronk.Shifted("http://localhost:8090/debug/pprof/");
        using var refused = await kronk.Http.GetAsync(new Uri(root, "allocs?seconds=1"), Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        refused.Headers.GetValues("X-Go-Pprof").ShouldBe(["1"]);
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldBe($"EventPipe is not available: {reason}");
        (await kronk.Http.GetByteArrayAsync(new Uri(root, "heap"), Cancellation)).ShouldNotBeEmpty();
    }

    private async Task<string> ShellAsync(string line, string variable, string address)
    {
        var (exit, output) = await ExternalTool.RunAsync("bash", ["-eu", "-c", $"cd '{_surroundings.Folder}'\n{variable}={address}\n{line}\n"]);
        exit.ShouldBe(0, output);
        return output;
    }
}
