using Spectre.Console;
using Vitrine.Scenarios;
using Vitrine.Scenarios.Coverage;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine load --scenario PACK</c>: every step of a scenario once, and a look at what moved.</summary>
internal static class ScenarioLoad
{
    /// <summary>Drives a service and reports.</summary>
    /// <exception cref="CommandFailure">The service does not answer as a service of this kind.</exception>
    public static async Task<int> RunAsync(IScenario scenario, LoadTarget target, Surroundings surroundings)
    {
        using var http = LocalHttp.Create();
        using var stop = StopSignals.OfTerminal();
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
