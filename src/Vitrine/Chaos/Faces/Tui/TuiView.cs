using Spectre.Console;
using Spectre.Console.Rendering;
using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Settings;

namespace Vitrine.Chaos.Faces.Tui;

/// <summary>Draws what the terminal shows: tabs above, what the keys do below.</summary>
internal static class TuiView
{
    // Tabs, a rule, the status bar, and the line where the cursor rests.
    private const int Around = 4;
    private const int RecentShown = 8;

    /// <summary>The whole screen.</summary>
    /// <param name="model">What to show.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static IRenderable Draw(TuiModel model, int width, int height)
    {
        var inside = Math.Max(4, height - Around);
        var figures = model.Campaign.Figures;
        IRenderable body = model.Tab switch
        {
            TuiTab.Overview => Overview(figures, width),
            TuiTab.Logs => new Rows(model.Lines(inside).Select(line => new Text(line) { Overflow = Overflow.Ellipsis })),
            _ => Config(model.Campaign.Plan),
        };
        return new Layout().SplitRows(
            new Layout(new Rows(Tabs(model.Tab), new Rule { Style = new Style(Color.Grey) })) { Size = 2 },
            new Layout(body) { Size = inside },
            new Layout(new Text(model.Hint, new Style(Color.Black, Color.Grey))) { Size = 1 });
    }

    private static Markup Tabs(TuiTab shown) =>
        new(string.Join("  ", Enum.GetValues<TuiTab>().Select(tab => tab == shown ? $"[bold teal underline]{tab}[/]" : $"[grey]{tab}[/]")) + "   [grey]vitrine chaos[/]");

    private static Rows Overview(CampaignFigures figures, int width)
    {
        var counts = new Grid().AddColumn().AddColumn(new GridColumn().RightAligned());
        counts.AddRow("Iterations", $"{figures.Done}").AddRow("Successes", $"{figures.Done - figures.Failed}");
        counts.AddRow(new Text("Failures"), new Text($"{figures.Failed}", figures.Failed > 0 ? new Style(Color.Red) : null));
        counts.AddRow("Faults struck", $"{figures.Strikes.Sum(strike => strike.Count)}").AddRow("Combinations seen", $"{figures.Coverage.Sum()}").AddRow("Elapsed", DurationText.Format(TimeSpan.FromSeconds(Math.Floor(figures.Elapsed.TotalSeconds))));
        var recent = figures.Recent.Take(RecentShown).Select(result => result.Failure is { } failure
            ? new Markup($"[red]failed[/] seed {result.Seed}: {Markup.Escape(InvariantNames.Of(failure.Invariant))}")
            : new Markup($"[green]ok[/]     seed {result.Seed}: {result.Entries} entries, {result.Strikes} faults, {result.SeenFirst} seen first"));
        return new Rows(
            new Text(""),
            new Text($"{figures.Done}/{(figures.Planned is { } planned ? $"{planned}" : "∞")} iterations"),
            Gauge(figures, Math.Clamp(width - 2, 10, 80)),
            new Text(""),
            new Columns(new Panel(counts).Header("Statistics"), new Panel(new Rows(recent)).Header("Recent Results")));
    }

    private static Markup Gauge(CampaignFigures figures, int width)
    {
        var full = figures.Planned is > 0 and { } planned ? (int)((long)width * figures.Done / planned) : 0;
        return new Markup($"[teal]{new string('█', full)}[/][grey]{new string('░', width - full)}[/]");
    }

    private static Rows Config(CampaignPlan plan)
    {
        var grid = new Grid().AddColumn().AddColumn();
        grid.AddRow("seed", $"{plan.Seed}").AddRow("iterations", plan.Iterations is { } iterations ? $"{iterations}" : "until stopped");
        grid.AddRow("scenario", $"{plan.Scenario.Name}: {plan.Scenario.Description}").AddRow("engine", $"{plan.Engine.Name}, {plan.Engine.Nodes} node{(plan.Engine.Nodes == 1 ? "" : "s")}");
        grid.AddRow("faults", string.Join(", ", plan.Scenario.Faults.Where(plan.Engine.Faults.Contains).Select(fault => FaultNames.Of(fault)).DefaultIfEmpty(FaultNames.None)));
        return new Rows(new Text(""), grid);
    }
}
