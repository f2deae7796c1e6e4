using Spectre.Console;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Terminal;

namespace Vitrine.Explain;

/// <summary>
/// Tells the story of one request on the terminal: what each role did with it and when, what is known, what it wrote to the log and which
/// series it moved. Takes the roots that <c>/debug/operations?id=</c> of the roles answered; without a terminal it is plain text.
/// </summary>
public static class ExplainView
{
    /// <summary>Renders the roots in order of their beginning, on one common time line.</summary>
    public static void Render(IAnsiConsole console, IReadOnlyList<OperationView> roots)
    {
        if (roots.Count == 0)
        {
            console.WriteLine("No role remembers this request.");
            return;
        }

        OperationView[] ordered = [.. roots.OrderBy(root => root.StartedAt)];
        Headline(console, ordered);
        Waterfall.Render(console, ordered);
        foreach (var root in ordered) ScopeStory.Render(console, root, root.Service ?? "", path: root.Kind);
    }

    private static void Headline(IAnsiConsole console, OperationView[] roots)
    {
        var first = roots[0];
        var request = first.Fact("http.request.method") is { } method ? $"{method} {first.Fact("url.path")}" : first.Kind;
        console.Write(new Text(TerminalSafe.Clean(request), new Style(decoration: Decoration.Bold)));
        console.Write(new Text("  " + (first.Outcome ?? "running"), OutcomeStyle.Of(first.Outcome)));
        console.WriteLine($"  {Milliseconds.Format(first.DurationMs)}");
        if (first.TraceId is { } trace) console.WriteLine($"trace {trace}{(roots.Any(root => root.Sampled) ? "" : " (not sampled)")}");
        if (first.Fact("vitrine.request.id") is { } id) console.WriteLine($"request {TerminalSafe.Clean(id)}");
        console.WriteLine($"began {first.StartedAt:yyyy-MM-dd HH:mm:ss.fff} UTC");
        console.WriteLine();
    }
}
