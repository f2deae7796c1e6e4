using System.CommandLine;
using Spectre.Console;
using Vitrine.Scenarios;
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
        var data = new DataFolderOption();
        var command = new Command("load", "Drive a running service through a pack's scenario, so that every signal moves") { name, url, data };
        command.WithExamples("load --scenario kronk", "load --scenario kronk --url http://localhost:8080");
        command.Does(surroundings, async (parsed, _) =>
        {
            var scenario = ScenarioCatalog.Find(parsed.GetRequiredValue(name))!;
            using var http = LocalHttp.Create();
            using var stop = StopSignals.OfTerminal();
            var context = new ScenarioContext(http, ApiOf(scenario, parsed.GetValue(url), () => data.Resolve(parsed, surroundings)));
            try
            {
                return await RunAsync(scenario, context, surroundings, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(IScenario scenario, ScenarioContext context, Surroundings surroundings, CancellationToken cancellation)
    {
        var results = new List<(ScenarioStep Step, string? Problem)>();
        await surroundings.ForError().Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask($"{scenario.Pack} at {context.Api}", maxValue: scenario.Steps.Count);
            await ScenarioRun.RunAsync(
                scenario,
                context,
                (step, problem) =>
                {
                    results.Add((step, problem));
                    bar.Increment(1);
                },
                cancellation);
        });
        return Summarise(results, surroundings.ForOutput());
    }

    private static int Summarise(IReadOnlyList<(ScenarioStep Step, string? Problem)> results, IAnsiConsole screen)
    {
        foreach (var (step, problem) in results)
        {
            if (problem is null) screen.MarkupLineInterpolated($"[green]ok[/]     {step.Name}");
            else screen.MarkupLineInterpolated($"[red]failed[/] {step.Name}: {problem}");
        }

        var failed = results.Count(result => result.Problem is not null);
        screen.WriteLine(failed == 0 ? $"all {results.Count} steps went well" : $"{failed} of {results.Count} steps failed");
        return failed == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static Uri ApiOf(IScenario scenario, string? url, Func<string> dataFolder)
    {
        if (url is not null) return Uri.TryCreate(url, UriKind.Absolute, out var given) ? given : throw new CommandFailure($"'{url}' is no URL. Write it as http://localhost:8080.", ExitCode.Usage);
        var role = RunningInstance.Find(dataFolder())?.Roles.FirstOrDefault(role => role.Name == scenario.Role)
            ?? throw new CommandFailure($"No vitrine up with the role {scenario.Role} runs. Start one, name its --data-dir, or give the address with --url.");
        return new Uri(role.ApiUrl);
    }
}
