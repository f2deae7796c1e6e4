using Spectre.Console;
using Vitrine.Terminal;

namespace Vitrine.Traffic;

/// <summary>Shows people how a run went.</summary>
internal static class TrafficReport
{
    /// <summary>Writes the tables of a finished run.</summary>
    public static void Write(TrafficPlan plan, Uri api, TrafficFigures figures, IAnsiConsole screen)
    {
        screen.WriteLine(Title(plan, api));
        screen.Write(Calls(figures));
        if (figures.Latency is not null) screen.Write(Times(figures, isOpen: plan.RatePerSecond is not null));
        var about = figures.Tokens.IsEstimated ? "about " : "";
        screen.WriteLine($"{figures.Outcomes.Answered} answers in {figures.Elapsed.TotalSeconds:0.0} s: {figures.AnsweredPerSecond:0.##} a second, {about}{figures.Tokens.OutputPerSecond:0.#} tokens/s ({figures.Tokens.Input} in, {about}{figures.Tokens.Output} out)");
        if (figures.Tokens.IsEstimated) screen.WriteLine("About: some streams came without a count of tokens, so their events were counted.");
        if (figures.Unsent > 0) screen.MarkupLineInterpolated($"[yellow]{figures.Unsent} requests were due and never sent: {plan.Concurrency} were under way until the end[/]");
        foreach (var (reason, count) in figures.Failures) screen.MarkupLineInterpolated($"[red]failed[/]  {count} × {TerminalSafe.Clean(reason)}");
    }

    /// <summary>What is asked for, in one line.</summary>
    public static string Title(TrafficPlan plan, Uri api)
    {
        var rhythm = plan.RatePerSecond is { } rate ? $"{rate:0.###} a second, at most {plan.Concurrency} under way" : $"{plan.Concurrency} callers in a closed loop";
        return $"{plan.Shape.Name}{(plan.HasFaults ? " with faults" : "")} at {api} for {TerminalSafe.Clean(plan.Inputs.Model)}: {rhythm}, seed {plan.Seed}";
    }

    /// <summary>One line while it runs.</summary>
    public static string Line(TrafficFigures figures)
    {
        var all = figures.Outcomes;
        (long Count, string What)[] others = [(all.Refused, "refused"), (all.Left, "left"), (all.Shed, "shed"), (all.Failed, "failed"), (figures.InFlight, "under way")];
        var line = $"{figures.Sent} sent, {all.Answered} answered ({figures.AnsweredPerSecond:0.#}/s)";
        foreach (var (count, what) in others.Where(other => other.Count > 0)) line += $", {count} {what}";
        return figures.FirstToken is { } times ? $"{line}, first token p50 {Ms(times.P50Ms)} p99 {Ms(times.P99Ms)} ms" : line;
    }

    private static Table Calls(TrafficFigures figures)
    {
        var table = Columns("sent", "answered", "refused", "left", "shed", "failed", "unfinished");
        foreach (var kind in figures.Kinds.Count > 1 ? figures.Kinds.Append(figures.Outcomes) : figures.Kinds)
            table.AddRow([new Text(kind.Name), .. ((long[])[kind.Sent, kind.Answered, kind.Refused, kind.Left, kind.Shed]).Select(Count), Count(kind.Failed, "red"), Count(kind.Unfinished)]);
        return table.Caption($"statuses: {string.Join(", ", figures.Statuses.Select(status => $"{status.Key} × {status.Value}"))}").LeftAligned();
    }

    private static Table Times(TrafficFigures figures, bool isOpen)
    {
        var table = Columns("p50", "p90", "p95", "p99", "max").Caption(isOpen ? "ms, from when each request was due" : "ms, from when each request was sent");
        Add("first token", figures.FirstToken);
        Add("whole answer", figures.Latency);
        Add("token to token", figures.PerToken);
        if (isOpen) Add("sent late by", figures.Lateness);
        return table;

        void Add(string name, Percentiles? times)
        {
            if (times is null) return;
            table.AddRow([new Text(name), .. ((double[])[times.P50Ms, times.P90Ms, times.P95Ms, times.P99Ms, times.MaxMs]).Select(ms => new Text(Ms(ms)))]);
        }
    }

    private static Table Columns(params ReadOnlySpan<string> names)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var name in names) table.AddColumn(new TableColumn(name).RightAligned());
        return table;
    }

    private static Text Count(long count) => new(count == 0 ? "·" : $"{count}");

    private static Text Count(long count, string colour) => count == 0 ? Count(count) : new Text($"{count}", Style.Parse(colour));

    // Three digits say enough.
    private static string Ms(double ms) => ms switch { < 10 => $"{ms:0.00}", < 100 => $"{ms:0.0}", _ => $"{ms:0}" };
}
