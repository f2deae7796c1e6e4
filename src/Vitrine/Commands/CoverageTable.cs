using Spectre.Console;
using Vitrine.Scenarios.Coverage;

namespace Vitrine.Commands;

/// <summary>Shows what a scenario did not move, and in one line what it did.</summary>
internal static class CoverageTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(string pack, IReadOnlyList<SignalCoverage> coverage, IAnsiConsole screen)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var group in coverage.Where(signal => signal.State != SignalState.Moved).GroupBy(signal => (signal.State, signal.Reason)).OrderBy(group => group.Key.State))
            table.AddRow(Markup.FromInterpolated($"{NameOf(group.Key.State)}", StyleOf(group.Key.State)), new Text(string.Join(", ", group.Select(signal => signal.Name))), new Text(group.Key.Reason));
        if (table.Rows.Count > 0) screen.Write(table);
        var counts = coverage.CountBy(signal => signal.State).ToDictionary();
        var driven = coverage.Count - counts.GetValueOrDefault(SignalState.Missing);
        screen.WriteLine($"{pack}: {counts.GetValueOrDefault(SignalState.Moved)} of {driven} driven signals moved, {counts.GetValueOrDefault(SignalState.Still)} stood still, {counts.GetValueOrDefault(SignalState.NotProvoked)} not provoked, {counts.GetValueOrDefault(SignalState.Missing)} missing");
    }

    private static string NameOf(SignalState state) => state switch
    {
        SignalState.Still => "still",
        SignalState.NotProvoked => "not provoked",
        SignalState.Missing => "missing",
        _ => "moved",
    };

    private static Style StyleOf(SignalState state) => state == SignalState.Still ? new Style(Color.Red) : new Style(Color.Grey);
}
