using System.Globalization;
using Spectre.Console;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Terminal;

namespace Vitrine.Explain;

/// <summary>What one scope knows, wrote and moved, then the same of the scopes in it. Scopes with nothing to tell are passed over.</summary>
internal static class ScopeStory
{
    public static void Render(IAnsiConsole console, OperationView scope, string service, string path)
    {
        if (scope.Facts.Count + scope.Lines.Count + scope.Series.Count > 0 || scope.ErrorType is not null)
        {
            console.Write(new Text(TerminalSafe.Clean($"{service} {path}".TrimStart()), OutcomeStyle.Heading));
            console.Write(new Text(scope.SpanId is null ? "" : $"  span {scope.SpanId}", OutcomeStyle.Dim));
            console.WriteLine();
            if (scope.ErrorType is not null) Indented(console, TerminalSafe.Clean($"{scope.ErrorType}: {scope.ErrorMessage}"), OutcomeStyle.Of("error"));
            Facts(console, scope);
            Decision(console, scope);
            foreach (var line in scope.Lines) Indented(console, "log  " + TerminalSafe.Clean(line), OutcomeStyle.Dim);
            foreach (var series in scope.Series) Indented(console, TerminalSafe.Clean(Describe(series)), Style.Plain);
            console.WriteLine();
        }

        foreach (var child in scope.Children) Render(console, child, service, $"{path} > {child.Label}");
    }

    private static void Facts(IAnsiConsole console, OperationView scope)
    {
        var facts = scope.Facts.Where(fact => fact.Name != DecisionTable.FactName || DecisionTable.Of(fact.Display) is null).ToArray();
        if (facts.Length == 0) return;
        var width = facts.Max(fact => fact.Name.Length);
        foreach (var fact in facts)
        {
            console.Write(new Text("  " + fact.Name.PadRight(width) + "  ", OutcomeStyle.Dim));
            WriteLine(console, TerminalSafe.Clean(fact.Unit is { } unit ? $"{fact.Display} {unit}" : fact.Display), Style.Plain);
        }
    }

    private static void Decision(IAnsiConsole console, OperationView scope)
    {
        if (scope.Fact(DecisionTable.FactName) is not { } json || DecisionTable.Of(json) is not { } table) return;
        WriteLine(console, "  why this pod", OutcomeStyle.Dim);
        foreach (var line in table) WriteLine(console, "    " + TerminalSafe.Clean(line), Style.Plain);
    }

    private static string Describe(SeriesView series)
    {
        var name = series.Labels.Length == 0 ? series.Family : $"{series.Family}{{{series.Labels}}}";
        var value = series.Value.ToString("0.######", CultureInfo.InvariantCulture);
        return $"{series.Pack}  {name}  {(series.Type == "counter" ? "+" + value : "observed " + value)}";
    }

    private static void Indented(IAnsiConsole console, string text, Style style) => WriteLine(console, "  " + text, style);

    // Where nobody looks nothing is wrapped: a log line cut in two is no JSON for whoever reads the pipe.
    private static void WriteLine(IAnsiConsole console, string text, Style style)
    {
        if (console.Profile.Capabilities.Interactive)
        {
            console.Write(new Text(text, style) { Overflow = Overflow.Fold });
            console.WriteLine();
            return;
        }

        console.Profile.Out.Writer.WriteLine(text);
    }
}
