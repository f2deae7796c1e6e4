using Spectre.Console;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Terminal;

namespace Vitrine.Explain;

/// <summary>The scopes of all roles as bars on one time line, which begins with the earliest root.</summary>
internal static class Waterfall
{
    private const int NarrowestBar = 10;
    private const int WidestBar = 60;
    private const int FiguresWidth = 36;

    public static void Render(IAnsiConsole console, IReadOnlyList<OperationView> roots)
    {
        var origin = roots[0].StartedAt;
        var rows = roots.SelectMany(root => RowsOf(root, root.Service ?? "", (root.StartedAt - origin).TotalMilliseconds, 0)).ToList();
        var totalMs = Math.Max(0.001, rows.Max(row => row.StartMs + row.Scope.DurationMs));
        var nameWidth = rows.Max(row => row.Name.Length);
        var barWidth = Math.Clamp(console.Profile.Width - nameWidth - FiguresWidth, NarrowestBar, WidestBar);
        foreach (var row in rows) Write(console, row, totalMs, nameWidth, barWidth);
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, Row row, double totalMs, int nameWidth, int barWidth)
    {
        var style = OutcomeStyle.Of(row.Scope.Outcome);
        var start = (int)Math.Clamp(row.StartMs / totalMs * barWidth, 0, barWidth - 1);
        var length = (int)Math.Clamp(Math.Ceiling(row.Scope.DurationMs / totalMs * barWidth), 1, barWidth - start);
        var (on, off) = console.Profile.Capabilities.Unicode ? ('█', '·') : ('#', '.');
        console.Write(new Text(row.Name.PadRight(nameWidth) + "  "));
        console.Write(new Text(new string(off, start), OutcomeStyle.Dim));
        console.Write(new Text(new string(on, length), style));
        console.Write(new Text(new string(off, barWidth - start - length), OutcomeStyle.Dim));
        console.Write(new Text($" {"+" + Milliseconds.Format(row.StartMs),10} {Milliseconds.Format(row.Scope.DurationMs),9} "));
        console.Write(new Text(row.Scope.Outcome ?? "running", style));
        console.WriteLine();
    }

    private static IEnumerable<Row> RowsOf(OperationView scope, string service, double rootStartMs, int depth)
    {
        var name = depth == 0 ? $"{service} {scope.Kind}".TrimStart() : new string(' ', depth * 2) + scope.Label;
        yield return new Row(scope, TerminalSafe.Clean(name), rootStartMs + scope.OffsetMs);
        foreach (var row in scope.Children.SelectMany(child => RowsOf(child, service, rootStartMs, depth + 1))) yield return row;
    }

    private sealed record Row(OperationView Scope, string Name, double StartMs);
}
