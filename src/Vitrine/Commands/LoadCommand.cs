using System.CommandLine;
using Spectre.Console;
using Vitrine.Scenarios;
using Vitrine.Scenarios.Coverage;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine load --scenario PACK</c>: drives a running service through everything its pack measures.</summary>
internal static class LoadCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var name = new Option<string>("--scenario", "-s") { Description = "Pack whose signals shall move", Required = true, HelpName = "PACK" };
        name.AcceptOnlyFromAmong([.. ScenarioCatalog.All.Select(scenario => scenario.Pack)]);
        var url = new Option<string?>("--url") { Description = "The service's API, instead of the running vitrine up", HelpName = "URL" };
        var debug = new Option<string?>("--debug-url") { Description = "The service's debug address, needed with --url to check that every signal moved", HelpName = "URL" };
        var data = new DataFolderOption();
        var command = new Command("load", "Drive a running service through a pack's scenario, and check that every signal moved") { name, url, debug, data };
        command.WithExamples("load --scenario kronk", "load --scenario kthena", "load --scenario kronk --url http://localhost:8080 --debug-url http://localhost:8090");
        command.Does(surroundings, async (parsed, _) =>
        {
            var scenario = ScenarioCatalog.Find(parsed.GetRequiredValue(name))!;
            using var http = LocalHttp.Create();
            using var stop = StopSignals.OfTerminal();
            var target = parsed.GetValue(url) is { } api
                ? LoadTarget.Given(api, parsed.GetValue(debug))
                : LoadTarget.OfInstance(data.Resolve(parsed, surroundings), scenario.Role);
            try
            {
                var results = await RunAsync(scenario, new ScenarioContext(http, target.Api, target.DebugUrl), surroundings, stop.Token);
                Summarise(results, surroundings.ForOutput());
                var isCovered = await CheckAsync(scenario, results, target, http, surroundings, stop.Token);
                return isCovered && results.All(result => result.Problem is null) ? ExitCode.Ok : ExitCode.Failed;
            }
            catch (ScenarioException e)
            {
                throw new CommandFailure(e.Message);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<StepResult>> RunAsync(IScenario scenario, ScenarioContext context, Surroundings surroundings, CancellationToken cancellation)
    {
        var results = new List<StepResult>();
        if (!surroundings.ErrorIsTerminal)
        {
            await ScenarioRun.RunAsync(scenario, context, results.Add, cancellation);
            return results;
        }

        await surroundings.ForError().Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask($"{scenario.Pack} at {context.Api}", maxValue: scenario.Steps.Count);
            await ScenarioRun.RunAsync(
                scenario,
                context,
                result =>
                {
                    results.Add(result);
                    bar.Increment(1);
                },
                cancellation);
        });
        return results;
    }

    private static void Summarise(IReadOnlyList<StepResult> results, IAnsiConsole screen)
    {
        foreach (var result in results)
        {
            if (result.Problem is { } problem) screen.MarkupLineInterpolated($"[red]failed[/]  {result.Step.Name}: {problem}");
            else if (result.Skipped is { } reason) screen.MarkupLineInterpolated($"[grey]skipped[/] {result.Step.Name}: {reason}");
            else screen.MarkupLineInterpolated($"[green]ok[/]      {result.Step.Name}");
        }

        var failed = results.Count(result => result.Problem is not null);
        var done = results.Count(result => result.Skipped is null);
        screen.WriteLine(failed == 0 ? $"all {done} steps went well" : $"{failed} of {done} steps failed");
    }

    private static async Task<bool> CheckAsync(IScenario scenario, IReadOnlyList<StepResult> results, LoadTarget target, HttpClient http, Surroundings surroundings, CancellationToken cancellation)
    {
        if (target.DebugUrl is not { } debugUrl)
        {
            surroundings.Error.WriteLine("Whether every signal moved was not checked: name the service's debug address with --debug-url.");
            return true;
        }

        var coverage = await CoverageRun.RunAsync(scenario.Pack, CoverageRun.NotProvoked(scenario, results), new EvidenceReader(http, debugUrl, target.KeptLines), cancellation);
        CoverageTable.Write(scenario.Pack, coverage, surroundings.ForOutput());
        return !coverage.Any(signal => signal.IsFailure);
    }
}
