using System.CommandLine;
using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Faces;
using Vitrine.Chaos.Faces.Dashboard;
using Vitrine.Chaos.Faces.Plain;
using Vitrine.Chaos.Faces.Tui;
using Vitrine.Supervision;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine chaos</c>: a campaign of faults against a ledger, in words, in a page or on the whole terminal.</summary>
internal static class ChaosCommand
{
    private const int RunIterations = 200;
    private const int TuiIterations = 1000;
    private const int DashboardPort = 8180;

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("chaos", "Break a ledger in every way that a seed draws, and check that it keeps its promises") { Run(surroundings), Dashboard(surroundings), Tui(surroundings), ChaosNodeCommand.Create(surroundings) };
        RunsBy(command, surroundings);
        return command.WithExamples("chaos -n 1000", "chaos run --seed 42 -n 1", "chaos --scenario crash --json", "chaos --engine etcd -n 5", "chaos dashboard --port 8180", "chaos tui -n 50 --seed 1");
    }

    private static Command Run(Surroundings surroundings)
    {
        var command = new Command("run", "Run a campaign and say what it found: what vitrine chaos does without another word");
        RunsBy(command, surroundings);
        return command.WithExamples("chaos run", "chaos run --seed 42 -n 1", "chaos run --scenario damage -n 500 --json");
    }

    private static void RunsBy(Command command, Surroundings surroundings)
    {
        var options = new ChaosOptions(command, RunIterations);
        var json = new Option<bool>("--json") { Description = "The summary as JSON" };
        command.Options.Add(json);
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var campaign = new Campaign(options.PlanOf(parsed, surroundings));
            using var stop = StopSignals.OfTerminal();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
            try
            {
                await CampaignProgress.RunAsync(campaign, surroundings, either.Token);
            }
            catch (OperationCanceledException)
            {
                // What was done until then is still worth its summary.
            }

            if (parsed.GetValue(json)) surroundings.Output.WriteLine(CampaignUpdate.Of(campaign).ToText());
            else CampaignReport.Write(campaign.Plan, campaign.Figures, surroundings.ForOutput());
            return EndOf(campaign, either.Token);
        });
    }

    private static Command Dashboard(Surroundings surroundings)
    {
        var command = new Command("dashboard", "Run a campaign and show it live in a page");
        var options = new ChaosOptions(command, null);
        var port = new Option<int>("--port", "-p") { Description = "Where the page is", DefaultValueFactory = _ => DashboardPort, HelpName = "PORT" };
        var host = new Option<string>("--host") { Description = "The address to listen on; anybody who reaches it can watch", DefaultValueFactory = _ => "localhost", HelpName = "HOST" };
        command.Options.Add(port);
        command.Options.Add(host);
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var campaign = new Campaign(options.PlanOf(parsed, surroundings));
            using var stop = StopSignals.OfTerminal();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
            await using var server = await ListenAsync(campaign, parsed.GetRequiredValue(host), parsed.GetValue(port), either.Token);
            surroundings.Error.WriteLine($"{CampaignReport.Title(campaign.Plan)}: {string.Join(", ", server.Addresses)}");
            var running = campaign.RunAsync(either.Token);
            await Task.WhenAll(server.ServeAsync(either.Token), running.ContinueWith(_ => { }, TaskScheduler.Default));
            CampaignReport.Write(campaign.Plan, campaign.Figures, surroundings.ForOutput());
            if (running.IsFaulted) await running;
            return campaign.Figures.Failed > 0 ? ExitCode.Failed : ExitCode.Ok;
        });
        return command.WithExamples("chaos dashboard", "chaos dashboard --port 8180 --scenario crash", "chaos dashboard -n 5000 --seed 1");
    }

    private static Command Tui(Surroundings surroundings)
    {
        var command = new Command("tui", "Run a campaign on the whole terminal: s starts, space pauses, Tab changes the view, q leaves");
        var options = new ChaosOptions(command, TuiIterations);
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var plan = options.PlanOf(parsed, surroundings);
            TuiSession.Need(surroundings);
            using var signals = StopSignals.OfTerminal();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, signals.Token);
            var model = new TuiModel(plan, stop.Token);
            await TuiSession.RunAsync(model, surroundings, stop.Token);
            await stop.CancelAsync();
            await model.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (model.Campaign.State != CampaignState.Idle) CampaignReport.Write(plan, model.Campaign.Figures, surroundings.ForOutput());
            if (model.Running.IsFaulted) await model.Running;
            return model.Campaign.Figures.Failed > 0 ? ExitCode.Failed : ExitCode.Ok;
        });
        return command.WithExamples("chaos tui", "chaos tui -n 50 --seed 1");
    }

    private static async Task<DashboardServer> ListenAsync(Campaign campaign, string host, int port, CancellationToken cancellation)
    {
        try
        {
            return await DashboardServer.StartAsync(campaign, new ListenerConfig { Host = host, Port = port, Remedy = $"Another one: vitrine chaos dashboard --port {port + 1}." }, cancellation);
        }
        catch (PortInUseException e)
        {
            throw new CommandFailure(e.Message, ExitCode.Usage);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure($"--host: {e.Message}", ExitCode.Usage);
        }
    }

    private static int EndOf(Campaign campaign, CancellationToken stopped) =>
        campaign.Figures.Failed > 0 ? ExitCode.Failed : stopped.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Ok;
}
