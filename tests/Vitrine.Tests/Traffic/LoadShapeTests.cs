using System.Diagnostics;
using System.Text.Json.Nodes;
using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Testing;
using Vitrine.Testing.Otlp;
using Vitrine.Tests.EndToEnd;
using Vitrine.Tests.Gateways;

namespace Vitrine.Tests.Traffic;

/// <summary><c>vitrine load --shape</c> against a real gateway with a scripted upstream, and against a real <c>vitrine up</c>.</summary>
public sealed class LoadShapeTests(RunningUp up) : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Load_SteadyWithFaultsThroughAGateway_EndsAsMeantAndIsCounted()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await StartGatewayAsync(upstream);

        var exit = await _surroundings.RunAsync("load", "--shape", "steady", "--faults", "--rate", "100", "--duration", "2s", "--url", $"{gateway.Api.BaseAddress}", "--json");

        exit.ShouldBe(ExitCode.Ok, _surroundings.Output);
        var figures = JsonNode.Parse(_surroundings.Output)!["figures"]!;
        var all = figures["outcomes"]!;
        foreach (var outcome in (string[])["answered", "refused", "left"]) all[outcome]!.GetValue<long>().ShouldBeGreaterThan(0, outcome);
        foreach (var outcome in (string[])["shed", "failed", "unfinished"]) all[outcome]!.GetValue<long>().ShouldBe(0, outcome);
        figures["tokens"]!["output"]!.GetValue<long>().ShouldBe(3 * all["answered"]!.GetValue<long>(), "the upstream says three for each");
        figures["tokens"]!["isEstimated"]!.GetValue<bool>().ShouldBeFalse();
        figures["firstToken"]!["count"]!.GetValue<long>().ShouldBeGreaterThan(0);
        var chats = figures["kinds"]!.AsArray().Single(kind => kind!["name"]!.GetValue<string>() == "chat")!["answered"]!.GetValue<long>();
        var counted = (await gateway.PageAsync()).Split('\n').Where(line => line.StartsWith("kthena_router_requests_total{model=\"m\"", StringComparison.Ordinal) && line.Contains("status_code=\"200\"", StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[^1]));
        counted.ShouldBeGreaterThanOrEqualTo(chats, "the gateway counted what the callers saw");
    }

    [Fact]
    public async Task Load_SameSeed_AsksTheSame()
    {
        var asked = new List<string[]>();
        for (var round = 0; round < 2; round++)
        {
            await using var upstream = await ScriptedUpstream.StartAsync("m");
            (await _surroundings.RunAsync("load", "--shape", "long-prompts", "--rate", "50", "--duration", "500ms", "--url", upstream.Address, "--seed", "9")).ShouldBe(ExitCode.Ok, _surroundings.Error);
            asked.Add([.. upstream.Asked.Select(body => body.ToJsonString()).Order(StringComparer.Ordinal)]);
        }

        asked[0].ShouldNotBeEmpty();
        asked[0].ShouldBe(asked[1]);
    }

    [Fact]
    public async Task Load_ServiceGone_FailsWithTheReason()
    {
        using var port = new ReservedPort();
        var gone = $"http://127.0.0.1:{port.Number}";

        (await _surroundings.RunAsync("load", "--shape", "steady", "--rate", "50", "--duration", "500ms", "--model", "m", "--url", gone)).ShouldBe(ExitCode.Failed);

        _surroundings.Output.ShouldContain("failed");
        _surroundings.Output.ShouldContain("refused (127.0.0.1");
        (await _surroundings.RunAsync("load", "--shape", "steady", "--url", gone)).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("does not say which models it has");
    }

    [Fact]
    public async Task Load_ApiKeyFile_CallsAsThoseInIt()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        var keys = _surroundings.Write("keys.txt", "ann 0123456789abcdef-ann\nbob 0123456789abcdef-bob\n");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (SharedSettings.ApiKeyFile, keys), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]));
        string[] line = ["load", "--shape", "steady", "--rate", "50", "--duration", "500ms", "--model", "m", "--url", $"{gateway.Api.BaseAddress}"];

        (await _surroundings.RunAsync(line)).ShouldBe(ExitCode.Failed);
        _surroundings.Output.ShouldContain("401");
        (await _surroundings.RunAsync([.. line, "--api-key-file", "keys.txt"])).ShouldBe(ExitCode.Ok, _surroundings.Output);
    }

    [Fact]
    public async Task Load_MixedWithFaultsAtARealUp_EndsAsMeant()
    {
        var (exit, output, errors) = await up.RunAsync("load", "--shape", "mixed", "--faults", "--concurrency", "2", "--duration", "3s");

        exit.ShouldBe(ExitCode.Ok, output + errors);
        output.ShouldContain("mixed with faults at http://localhost");
        output.ShouldContain("console chat");
        output.ShouldContain("token to token");
        output.ShouldMatch(@"\d+ answers in .* tokens/s");
    }

    [Fact]
    public async Task Load_Interrupted_StillPrintsItsSummary()
    {
        Signals.Need(Signals.Interrupt);
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        using var deadline = new CancellationTokenSource(ServedGateway.Deadline);
        using var load = RunningUp.Start(["load", "--shape", "steady", "--rate", "50", "--duration", "0", "--url", upstream.Address], _surroundings.Folder);
        var output = load.StandardOutput.ReadToEndAsync(deadline.Token);
        while (AskedOf(upstream) < 5) await Task.Delay(20, deadline.Token);

        try
        {
            using (var kill = Process.Start("kill", ["-INT", $"{load.Id}"])) await kill.WaitForExitAsync(deadline.Token);
            await load.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!load.HasExited) load.Kill();
        }

        load.ExitCode.ShouldBe(ExitCode.Ok);
        (await output).ShouldContain("whole answer");
    }

    [Theory]
    [InlineData("Say what to send", "load")]
    [InlineData("leave it out, or leave out --shape, --rate", "load", "--scenario", "kronk", "--shape", "steady", "--rate", "3")]
    [InlineData("leave it out, or leave out --json", "load", "--scenario", "kronk", "--json")]
    [InlineData("--debug-url is for --scenario", "load", "--shape", "steady", "--debug-url", "http://localhost:1")]
    [InlineData("--stream and --no-stream exclude each other", "load", "--shape", "steady", "--stream", "--no-stream")]
    [InlineData("give --rate too", "load", "--shape", "burst", "--concurrency", "3")]
    [InlineData("--rate must be a number from 0.001 to 100000, not 0", "load", "--shape", "steady", "--rate", "0")]
    [InlineData("--concurrency must be a whole number from 1 to 10000, not 0", "load", "--shape", "steady", "--concurrency", "0")]
    [InlineData("--duration must be a duration such as 500ms, 30s, 10m or 1h30m, not '5'", "load", "--shape", "steady", "--duration", "5")]
    [InlineData("--api-key-file: ", "load", "--shape", "steady", "--api-key-file", "no-such-file")]
    [InlineData("'wavy' not recognized. Must be one of", "load", "--shape", "wavy")]
    public async Task Load_WrongFlags_AreNamed(string error, params string[] line)
    {
        (await _surroundings.RunAsync(line)).ShouldBe(ExitCode.Usage);

        _surroundings.Error.ShouldContain(error);
    }

    private static int AskedOf(ScriptedUpstream upstream)
    {
        lock (upstream.Asked) return upstream.Asked.Count;
    }

    private Task<ServedGateway> StartGatewayAsync(ScriptedUpstream upstream) =>
        ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]));
}
