using Spectre.Console;
using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Invariants;
using Vitrine.Settings;

namespace Vitrine.Chaos.Faces.Plain;

/// <summary>What <c>vitrine chaos</c> says of a campaign in words and tables.</summary>
internal static class CampaignReport
{
    // The rest is counted; each has its seed.
    private const int FailuresShown = 3;

    /// <summary>What is about to happen.</summary>
    public static string Title(CampaignPlan plan) =>
        $"{(plan.Iterations is { } iterations ? $"{iterations} iterations" : "Iterations")} of {plan.Scenario.Name} on the {plan.Engine.Name} engine, from seed {plan.Seed}";

    /// <summary>How it stands, in a line.</summary>
    public static string Line(CampaignFigures figures) =>
        $"{figures.Done}{(figures.Planned is { } planned ? $"/{planned}" : "")} iterations, {figures.Failed} failed, {figures.Strikes.Sum(strike => strike.Count)} faults, {figures.Coverage.Sum()} combinations seen";

    /// <summary>Writes the summary: what struck, what held, what was found.</summary>
    public static void Write(CampaignPlan plan, CampaignFigures figures, IAnsiConsole screen)
    {
        foreach (var failure in figures.Failures.Take(FailuresShown)) WriteFailure(plan, failure, screen);
        if (figures.Failed > FailuresShown) screen.WriteLine($"{figures.Failed - FailuresShown} more, with the seeds {string.Join(", ", figures.Failures.Skip(FailuresShown).Select(failure => failure.Seed))}.\n");
        if (figures.Strikes.Count > 0) screen.Write(Strikes(figures));
        screen.Write(Invariants(figures));
        var counts = CoverageDimensions.All.Select(dimension => $"{figures.Coverage[(int)dimension]} {WordsOf(dimension)}");
        screen.WriteLine($"Seen: {string.Join(", ", counts)}; {figures.Corpus} iterations saw something first.");
        screen.WriteLine($"{figures.Done} iterations in {DurationText.Format(TimeSpan.FromSeconds(Math.Ceiling(figures.Elapsed.TotalSeconds)))}: {figures.Commands} commands, {figures.Entries} entries, {figures.Strikes.Sum(strike => strike.Count)} faults.");
        if (figures.Failed > 0) screen.MarkupLineInterpolated($"[red]{figures.Failed} of {figures.Done} iterations found something.[/]");
        else screen.MarkupLineInterpolated($"[green]Every invariant held.[/]");
    }

    private static void WriteFailure(CampaignPlan plan, IterationResult result, IAnsiConsole screen)
    {
        var failure = result.Failure!;
        screen.MarkupLineInterpolated($"[red]Seed {result.Seed}: {InvariantNames.Of(failure.Invariant)} does not hold.[/]");
        screen.WriteLine(failure.What);
        screen.WriteLine("Before it:");
        foreach (var line in failure.Events) screen.WriteLine($"  {line}");
        screen.WriteLine($"Again: {plan.Repeat(result.Seed)}\n");
    }

    private static Table Strikes(CampaignFigures figures)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("Fault").AddColumn("State").AddColumn(new TableColumn("Struck").RightAligned()).AddColumn(new TableColumn("Invariants").RightAligned());
        foreach (var fault in figures.Strikes.GroupBy(strike => strike.Fault).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var invariants = figures.Matrix.Count(cell => cell.Fault == fault.Key);
            foreach (var strike in fault) table.AddRow(strike.Fault, strike.State, $"{strike.Count}", $"{invariants}");
        }

        return table;
    }

    private static Table Invariants(CampaignFigures figures)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("Invariant").AddColumn(new TableColumn("Looked at").RightAligned()).AddColumn(new TableColumn("Broken").RightAligned());
        foreach (var invariant in InvariantNames.All)
        {
            var broken = figures.Broken[(int)invariant];
            table.AddRow(new Text(InvariantNames.Of(invariant)), new Text($"{figures.Checked[(int)invariant]}"), new Text($"{broken}", broken > 0 ? new Style(Color.Red) : null));
        }

        return table;
    }

    private static string WordsOf(CoverageDimension dimension) => dimension switch
    {
        CoverageDimension.State => "of fault, state and invariant",
        CoverageDimension.Messages => "sequences of answers",
        CoverageDimension.Faults => "pairs of faults",
        _ => "sequences of events",
    };
}
