using System.CommandLine;
using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary>What <c>vitrine chaos</c> and its faces are told about the campaign.</summary>
internal sealed class ChaosOptions
{
    // Wide enough that two campaigns seldom meet, short enough to be said over the phone.
    private const int MostSeed = 1_000_000;

    private readonly Option<int?> _iterations = new("--iterations", "-n") { HelpName = "N" };
    private readonly Option<int?> _seed = new("--seed") { Description = "The seed of the first iteration; each further one has the next number. Without it one is drawn and shown", HelpName = "N" };
    private readonly Option<string> _scenario = new("--scenario") { Description = Listed("The faults that happen:", ChaosScenario.All.Select(scenario => (scenario.Name, scenario.Description))), DefaultValueFactory = _ => ChaosScenario.All[0].Name, HelpName = "NAME" };
    private readonly Option<string> _engine = new("--engine") { Description = Listed("The log engine:", ChaosEngines.All.Select(engine => (engine.Name, engine.Description))), DefaultValueFactory = _ => ChaosEngines.All[0].Name, HelpName = string.Join('|', ChaosEngines.All.Select(engine => engine.Name)) };
    private readonly int? _usualIterations;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="usualIterations">How many iterations it runs when nobody says; null goes on until somebody stops it.</param>
    public ChaosOptions(Command command, int? usualIterations)
    {
        _usualIterations = usualIterations;
        _iterations.Description = $"How many iterations; {(usualIterations is { } usual ? $"{usual} unless said" : "without it they go on until somebody stops them")}";
        _scenario.AcceptOnlyFromAmong([.. ChaosScenario.All.Select(scenario => scenario.Name)]);
        _engine.AcceptOnlyFromAmong([.. ChaosEngines.All.Select(engine => engine.Name)]);
        foreach (var option in (Option[])[_iterations, _seed, _scenario, _engine]) command.Options.Add(option);
    }

    /// <summary>The campaign.</summary>
    /// <exception cref="CommandFailure">There is no such campaign.</exception>
    public CampaignPlan PlanOf(ParseResult parsed, Surroundings surroundings)
    {
        var (scenario, engine) = (ChaosScenario.Find(parsed.GetRequiredValue(_scenario))!, ChaosEngines.Find(parsed.GetRequiredValue(_engine))!);
        if (parsed.GetValue(_iterations) is < 1 and { } few) throw new CommandFailure($"--iterations must be 1 or more, not {few}.", ExitCode.Usage);
        if (scenario.Faults.Count > 0 && !scenario.Faults.Any(engine.Faults.Contains))
            throw new CommandFailure($"Nothing of the scenario {scenario.Name} can happen to the {engine.Name} engine: {string.Join(", ", scenario.Faults.Select(fault => FaultNames.Of(fault)))}. Choose another scenario, or another engine.", ExitCode.Usage);
        if (engine.Program is { } program && SearchPath.Find(surroundings, program) is null)
            throw new CommandFailure($"--engine {engine.Name} starts {program}, and that is not in PATH. Debian and Ubuntu have it in the package {program}-server: apt install {program}-server.", ExitCode.Usage);
        return new CampaignPlan { Scenario = scenario, Engine = engine, Seed = parsed.GetValue(_seed) ?? Random.Shared.Next(1, MostSeed), Iterations = parsed.GetValue(_iterations) ?? _usualIterations };
    }

    private static string Listed(string title, IEnumerable<(string Name, string Description)> choices) => $"{title} {string.Join("; ", choices.Select(choice => $"{choice.Name}: {choice.Description}"))}";
}
