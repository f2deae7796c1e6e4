using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;

namespace Vitrine.Chaos.Faces;

/// <summary>A campaign as JSON: the event <c>coverage-update</c> of the page, and what <c>vitrine chaos run --json</c> prints. docs/chaos.md defines every figure.</summary>
internal sealed record CampaignUpdate
{
    private static readonly CampaignJson s_indented = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true });

    /// <summary>Distinct combinations of fault, state and invariant.</summary>
    public required int StateCoverage { get; init; }

    /// <summary>Distinct sequences of three answers.</summary>
    public required int MessageSequences { get; init; }

    /// <summary>Distinct pairs of faults, one after the other.</summary>
    public required int FaultCombinations { get; init; }

    /// <summary>Distinct sequences of three events.</summary>
    public required int EventSequences { get; init; }

    /// <summary>Seeds that saw something first.</summary>
    public required int CorpusSize { get; init; }

    /// <summary><c>idle</c>, <c>running</c>, <c>paused</c> or <c>completed</c>.</summary>
    public required string State { get; init; }

    public required string Engine { get; init; }

    public required string Scenario { get; init; }

    public required int Seed { get; init; }

    public required int Iterations { get; init; }

    /// <summary>How many are planned; null without an end.</summary>
    public int? IterationsPlanned { get; init; }

    public required int Failures { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required long Commands { get; init; }

    public required long Entries { get; init; }

    public required IReadOnlyList<InvariantFigures> Invariants { get; init; }

    public required IReadOnlyList<StrikeCount> Strikes { get; init; }

    public required IReadOnlyList<MatrixCell> Matrix { get; init; }

    public required IReadOnlyList<SeedFigures> TopSeeds { get; init; }

    public required IReadOnlyList<SeedFigures> RecentSeeds { get; init; }

    public required IReadOnlyList<FailureFigures> Found { get; init; }

    /// <summary>A campaign as it stands.</summary>
    public static CampaignUpdate Of(Campaign campaign)
    {
        var figures = campaign.Figures;
        return new CampaignUpdate
        {
            StateCoverage = figures.Coverage[(int)CoverageDimension.State],
            MessageSequences = figures.Coverage[(int)CoverageDimension.Messages],
            FaultCombinations = figures.Coverage[(int)CoverageDimension.Faults],
            EventSequences = figures.Coverage[(int)CoverageDimension.Events],
            CorpusSize = figures.Corpus,
            State = figures.State.ToString().ToLowerInvariant(),
            Engine = campaign.Plan.Engine.Name,
            Scenario = campaign.Plan.Scenario.Name,
            Seed = campaign.Plan.Seed,
            Iterations = figures.Done,
            IterationsPlanned = figures.Planned,
            Failures = figures.Failed,
            ElapsedSeconds = Math.Round(figures.Elapsed.TotalSeconds, 1),
            Commands = figures.Commands,
            Entries = figures.Entries,
            Invariants = [.. InvariantNames.All.Select(invariant => new InvariantFigures(InvariantNames.Of(invariant), figures.Checked[(int)invariant], figures.Broken[(int)invariant]))],
            Strikes = figures.Strikes,
            Matrix = figures.Matrix,
            TopSeeds = [.. figures.Top.Select(SeedFigures.Of)],
            RecentSeeds = [.. figures.Recent.Select(SeedFigures.Of)],
            Found = [.. figures.Failures.Select(result => FailureFigures.Of(campaign.Plan, result))],
        };
    }

    /// <summary>On one line, as an event wants it.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, CampaignJson.Default.CampaignUpdate);

    /// <summary>On many lines, for people and files.</summary>
    public string ToText() => JsonSerializer.Serialize(this, s_indented.CampaignUpdate);
}

/// <summary>How an invariant fared.</summary>
internal sealed record InvariantFigures(string Name, long Checked, int Broken);

/// <summary>An iteration: its seed, what it saw first, all it saw.</summary>
internal sealed record SeedFigures(int Seed, int UniqueCoverage, int Coverage, int Commands, long Entries, int Faults, double Milliseconds, bool Failed)
{
    public static SeedFigures Of(IterationResult result) =>
        new(result.Seed, result.SeenFirst, result.Seen, result.Commands, result.Entries, result.Strikes, Math.Round(result.Took.TotalMilliseconds, 1), result.Failure is not null);
}

/// <summary>Something that was found.</summary>
internal sealed record FailureFigures(int Seed, double AtSeconds, string Invariant, string Fault, string What, IReadOnlyList<string> Events, string Repeat)
{
    public static FailureFigures Of(CampaignPlan plan, IterationResult result) =>
        new(result.Seed, Math.Round(result.At.TotalSeconds, 1), InvariantNames.Of(result.Failure!.Invariant), result.Failure.Fault, result.Failure.What, result.Failure.Events, plan.Repeat(result.Seed));
}

/// <summary>Writes updates without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CampaignUpdate))]
internal sealed partial class CampaignJson : JsonSerializerContext;
