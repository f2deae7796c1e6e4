using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Vitrine.Commands;
using Vitrine.Testing;
using Vitrine.Tests.Profiles;

namespace Vitrine.Tests.Commands;

/// <summary>The command against the original: Go's own server of profiles, and against servers that are none.</summary>
public sealed class ProfileCommandTests(GoService go) : IClassFixture<GoService>, IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Cpu_OfGo_ShowsTenToOneLabelsPictureAndFile()
    {
        await go.StartAsync();

        (await _surroundings.RunAsync("profile", "cpu", go.Url, "--seconds", "2", "--top", "50", "--flame", "cpu.svg", "--output", "cpu.pb.gz")).ShouldBe(ExitCode.Ok, _surroundings.Error);

        var rows = _surroundings.Output.Split('\n').Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 6).ToArray();
        rows[0].ShouldBe(["flat", "flat%", "sum%", "cum", "cum%", "function"]);
        double Cumulative(string function) => double.Parse(rows.Single(cells => cells[5] == function)[4].TrimEnd('%', ' '), CultureInfo.InvariantCulture);
        Cumulative("main.hot").ShouldBeGreaterThan(80);
        Cumulative("main.warm").ShouldBeInRange(2, 20);
        _surroundings.Output.ShouldContain("by model: tiny");
        XDocument.Load(_surroundings["cpu.svg"]).Root!.Value.ShouldContain("main.hot");
        _surroundings.Error.ShouldContain("written: cpu.svg");

        var (code, top) = await ExternalTool.RunAsync("go", ["tool", "pprof", "-top", _surroundings["cpu.pb.gz"]]);
        code.ShouldBe(0, top);
        top.ShouldContain("main.hot");
    }

    [Fact]
    public async Task Cpu_KeptFile_IsReadFilteredAndDrawnAgain()
    {
        await go.StartAsync();
        (await _surroundings.RunAsync("profile", "cpu", $"{go.Url}/debug/pprof/profile?seconds=1", "-o", "cpu.pb.gz", "--top", "0")).ShouldBe(ExitCode.Ok, _surroundings.Error);

        (await _surroundings.RunAsync("profile", "cpu", "cpu.pb.gz", "--label", "model=tiny", "--focus", "WARM", "--sample-index", "samples")).ShouldBe(ExitCode.Ok, _surroundings.Error);
        _surroundings.Output.ShouldContain("cpu.pb.gz  samples");
        _surroundings.Output.ShouldContain("main.warm");
        _surroundings.Output.ShouldNotContain("main.hot");

        (await _surroundings.RunAsync("profile", "cpu", "cpu.pb.gz", "--sample-index", "objects")).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain("does not measure 'objects'. It measures samples, cpu.");
        (await _surroundings.RunAsync("profile", "cpu", "cpu.pb.gz", "--focus", "(")).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain("--focus is no pattern");

        var whole = await File.ReadAllBytesAsync(_surroundings["cpu.pb.gz"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_surroundings["half.pb.gz"], whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        (await _surroundings.RunAsync("profile", "cpu", "half.pb.gz")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("half.pb.gz cannot be read: It is damaged, or only the beginning of a file.");
    }

    [Fact]
    public async Task Cpu_WhileAnotherRuns_SaysWhatTheServerSays()
    {
        await go.StartAsync();
        using var http = new HttpClient();
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage>? other = null;
        int code;
        do
        {
            // Whoever comes first is served: the other one asks again until it is not us.
            if (other is null or { IsCompleted: true }) other = http.GetAsync($"{go.Url}/debug/pprof/profile?seconds=30", leave.Token);
            code = await _surroundings.RunAsync("profile", "cpu", go.Url, "--seconds", "1");
        }
        while (code == ExitCode.Ok);

        code.ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("refuses: Could not enable CPU profiling: cpu profiling already in use");
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(other);
    }

    [Theory]
    [InlineData("heap", "inuse_space")]
    [InlineData("threads", "goroutine")]
    [InlineData("allocs", "alloc_space", "--seconds", "1")]
    [InlineData("mutex", "delay", "--seconds", "1")]
    public async Task Kinds_OfGo_AreRead(string kind, string measured, params string[] more)
    {
        await go.StartAsync();

        (await _surroundings.RunAsync(["profile", kind, go.Url, .. more])).ShouldBe(ExitCode.Ok, _surroundings.Error);
        _surroundings.Output.ShouldContain($"{kind} of {new Uri(go.Url).Authority}  {measured}");
    }

    [Theory]
    [InlineData("threads", "/debug/pprof/heap", "The address is of a heap profile, not of threads: vitrine profile heap URL")]
    [InlineData("cpu", "/debug/pprof/cmdline", "The address ends in cmdline, which is no profile.")]
    [InlineData("threads", "/debug/pprof/goroutine?debug=1", "answers with text, not with a profile. Leave out debug=")]
    [InlineData("exceptions", "", "refuses: Unknown profile", "--seconds", "1")]
    public async Task Addresses_ThatAreNone_AreExplained(string kind, string path, string expected, params string[] more)
    {
        await go.StartAsync();

        (await _surroundings.RunAsync(["profile", kind, go.Url + path, .. more])).ShouldNotBe(ExitCode.Ok);
        _surroundings.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("404", "", "has no /debug/pprof/heap. Is that a debug address?")]
    [InlineData("401", "", "wants a key. Name the file that holds it: --api-key-file FILE")]
    [InlineData("502", "the role sleeps", "answers 502: the role sleeps")]
    [InlineData("200", "something else", "cannot be read: It is no profile in pprof's format")]
    public async Task Servers_ThatHaveNoProfile_AreExplained(string status, string body, string expected)
    {
        using var listener = new HttpListener();
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        listener.Prefixes.Add(url + "/");
        listener.Start();
        var answering = AnswerAsync(listener, int.Parse(status, CultureInfo.InvariantCulture), body);

        (await _surroundings.RunAsync("profile", "heap", url)).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain(expected);
        await answering;
    }

    [Fact]
    public async Task Targets_ThatAreNothing_AreExplained()
    {
        (await _surroundings.RunAsync("profile", "heap", $"http://127.0.0.1:{FreePort.Next()}")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("does not answer: Connection refused");
        (await _surroundings.RunAsync("profile", "cpu", "nowhere")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("'nowhere' is no file and no URL, and no vitrine up runs with the data directory");
        (await _surroundings.RunAsync("profile", "memory")).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain("memory");
        (await _surroundings.RunAsync("profile", "cpu", "--seconds", "0")).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain("--seconds must be a whole number from 1 to 3600.");
    }

    private static async Task AnswerAsync(HttpListener listener, int status, string body)
    {
        var context = await listener.GetContextAsync();
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
