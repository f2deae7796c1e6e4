using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Faces.Dashboard;
using Vitrine.Chaos.Faces.Plain;
using Vitrine.Chaos.Faces.Tui;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Terminal;
using Vitrine.Testing;

namespace Vitrine.Tests.Chaos;

/// <summary>The campaign in words, in a page and on the whole terminal.</summary>
public sealed class ChaosFacesTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Run_EveryInvariantHolds_SaysWhatStruckAndWhatHeld()
    {
        (await _surroundings.RunAsync("chaos", "-n", "10", "--seed", "1")).ShouldBe(0);

        _surroundings.Error.ShouldContain("10 iterations of mixed on the file engine, from seed 1");
        foreach (var word in (string[])["bit-flip", "acknowledged-kept", "pairs of faults", "Every invariant held."]) _surroundings.Output.ShouldContain(word);
    }

    [Fact]
    public async Task Run_Json_IsTheSummary()
    {
        (await _surroundings.RunAsync("chaos", "run", "-n", "5", "--seed", "9", "--scenario", "crash", "--json")).ShouldBe(0);

        var summary = JsonElement.Parse(_surroundings.Output);
        (summary.GetProperty("iterations").GetInt32(), summary.GetProperty("scenario").GetString(), summary.GetProperty("state").GetString()).ShouldBe((5, "crash", "completed"));
        summary.GetProperty("invariants").EnumerateArray().ShouldContain(invariant => invariant.GetProperty("checked").GetInt64() > 0);
    }

    [Theory]
    [InlineData("--iterations must be 1 or more, not 0.", "-n", "0")]
    [InlineData("Nothing of the scenario network can happen to the file engine", "--scenario", "network")]
    [InlineData("apt install etcd-server", "--engine", "etcd")]
    [InlineData("'chaotic' not recognized", "--scenario", "chaotic")]
    public async Task Run_SenselessOptions_ExitsWithUsage(string words, params string[] options)
    {
        (await _surroundings.RunAsync(["chaos", .. options])).ShouldBe(2);

        _surroundings.Error.ShouldContain(words);
    }

    [Fact]
    public async Task Help_ListsTheScenarios()
    {
        (await _surroundings.RunAsync("chaos", "--help")).ShouldBe(0);

        foreach (var scenario in ChaosScenario.All) _surroundings.Output.ShouldContain($"{scenario.Name}:");
    }

    [Fact]
    public async Task Report_BrokenInvariant_SaysWhatWasBeforeItAndHowToRepeatIt()
    {
        var campaign = new Campaign(PlanOf(10) with { Engine = MemoryWorld.Engine<LosingWorld>() });
        await campaign.RunAsync(Cancellation);

        CampaignReport.Write(campaign.Plan, campaign.Figures, _surroundings.Value.ForOutput());

        var first = campaign.Figures.Failures[0];
        _surroundings.Output.ShouldStartWith($"Seed {first.Seed}: equal-nodes does not hold.");
        _surroundings.Output.ShouldContain($"  {first.Failure!.Events[^1]}\nAgain: vitrine chaos run --iterations 1 --seed {first.Seed}");
        _surroundings.Output.ShouldContain($"{campaign.Figures.Failed} of 10 iterations found something.");
    }

    [Fact]
    public void Repeat_Seed_IsTheCommandLineOfItsIteration()
    {
        var plan = PlanOf(5) with { Scenario = ChaosScenario.Find("crash")!, Engine = FileWorld.Engine };

        plan.Repeat(17).ShouldBe("vitrine chaos run --iterations 1 --seed 17 --scenario crash");
    }

    [Fact]
    public async Task Dashboard_WhileACampaignRuns_SendsNumbersThatRise()
    {
        var campaign = new Campaign(PlanOf(int.MaxValue));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var server = await DashboardServer.StartAsync(campaign, new ListenerConfig { Host = "127.0.0.1", Port = 0 }, Cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };

        using var stream = new StreamReader(await http.GetStreamAsync(new Uri("/vopr/updates", UriKind.Relative), Cancellation));
        var first = await NextAsync(stream);
        var running = campaign.RunAsync(stop.Token);
        var later = await NextAsync(stream);
        while (later.GetProperty("corpus_size").GetInt32() <= first.GetProperty("corpus_size").GetInt32()) later = await NextAsync(stream);

        later.GetProperty("iterations").GetInt32().ShouldBeGreaterThan(first.GetProperty("iterations").GetInt32());
        foreach (var name in (string[])["state_coverage", "message_sequences", "fault_combinations", "event_sequences"]) later.GetProperty(name).GetInt32().ShouldBeGreaterThan(0, name);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Dashboard_Page_AllowsItsOwnStyleAndScriptOnly()
    {
        await using var server = await DashboardServer.StartAsync(new Campaign(PlanOf(1)), new ListenerConfig { Host = "127.0.0.1", Port = 0 }, Cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        policy.ShouldNotContain("unsafe");
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        page.ShouldNotContain("/* style */");
        page.ShouldNotContain("src=\"");
        page.ShouldContain("new EventSource('vopr/updates')");
    }

    [Fact]
    public async Task TuiModel_Keys_StartPauseTurnScrollAndLeave()
    {
        var model = new TuiModel(PlanOf(2_000), Cancellation);
        model.Hint.ShouldStartWith("s start");

        Press(model, ConsoleKey.S);
        model.Campaign.State.ShouldBe(CampaignState.Running);
        Press(model, ConsoleKey.Spacebar);
        (model.Campaign.State, model.Hint).ShouldBe((CampaignState.Paused, "Paused · Space resume · Tab next · ↑↓ scroll · q quit"));
        Press(model, ConsoleKey.Spacebar);
        model.Campaign.State.ShouldBe(CampaignState.Running);
        Press(model, ConsoleKey.Tab, ConsoleKey.Tab);
        model.Tab.ShouldBe(TuiTab.Config);
        Press(model, ConsoleKey.Tab, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.DownArrow);
        (model.Tab, model.Scrolled >= 1).ShouldBe((TuiTab.Overview, true));
        Press(model, ConsoleKey.Q);
        model.IsLeft.ShouldBeTrue();
        await model.Running;
        (model.Campaign.State, model.Campaign.Figures.Done).ShouldBe((CampaignState.Completed, 2_000));
        // The newest thousand lines are kept, and scrolling ends with them.
        model.Lines(5_000).Count.ShouldBe(1_000);
        model.Scrolled.ShouldBe(0);
    }

    [Fact]
    public async Task Tui_UnderATerminal_ShowsAllIterationsAndGivesTheTerminalBack()
    {
        var line = $"stty rows 30 cols 100; before=$(stty -g); dotnet '{RunningUp.Program}' chaos tui -n 50 --seed 1; echo \"code $?\"; [ \"$before\" = \"$(stty -g)\" ] && echo restored";
        var start = new ProcessStartInfo(ExternalTool.Locate("script"), ["-qec", line, "/dev/null"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["TERM"] = "xterm-256color";
        using var process = Process.Start(start)!;
        var screen = new StringBuilder();

        await ShowsAsync("s start");
        await TypeAsync("s");
        await ShowsAsync("50/50 iterations");
        await ShowsAsync("Completed");
        await TypeAsync("q");
        await ShowsAsync("restored");

        await process.WaitForExitAsync(Cancellation);
        screen.ToString().ShouldContain("code 0");
        // The cursor shows again, and the screen from before is back.
        screen.ToString().ShouldContain("\e[?25h\e[?1049l");

        Task TypeAsync(string keys)
        {
            process.StandardInput.Write(keys);
            return process.StandardInput.FlushAsync(Cancellation);
        }

        async Task ShowsAsync(string words)
        {
            var buffer = new char[4096];
            while (!screen.ToString().Contains(words, StringComparison.Ordinal))
            {
                var count = await process.StandardOutput.ReadAsync(buffer, Cancellation).AsTask().WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
                count.ShouldBeGreaterThan(0, $"It ended without showing '{words}':\n{screen}");
                screen.Append(buffer, 0, count);
            }
        }
    }

    [Fact]
    public async Task Tui_WithoutATerminal_SaysWhatToDo()
    {
        (await _surroundings.RunAsync("chaos", "tui")).ShouldBe(2);

        _surroundings.Error.ShouldContain("vitrine chaos run");
    }

    private static void Press(TuiModel model, params ConsoleKey[] keys)
    {
        foreach (var key in keys) model.Press(new ConsoleKeyInfo('\0', key, false, false, false));
    }

    private static CampaignPlan PlanOf(int iterations) => new() { Scenario = ChaosScenario.All[0], Engine = MemoryWorld.Engine<MemoryWorld>(), Iterations = iterations };

    private static async Task<JsonElement> NextAsync(StreamReader stream)
    {
        (await stream.ReadLineAsync(Cancellation)).ShouldBe("event: coverage-update");
        var data = (await stream.ReadLineAsync(Cancellation))!;
        (await stream.ReadLineAsync(Cancellation)).ShouldBe("");
        return JsonElement.Parse(data["data: ".Length..]);
    }
}
