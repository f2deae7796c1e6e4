using System.CommandLine;
using Spectre.Console;
using Vitrine.Telemetry.Packs;
using Vitrine.Terminal;

namespace Vitrine.Commands.Packs;

/// <summary><c>vitrine pack show NAME</c>: what a pack declares.</summary>
internal static class PackShowCommand
{
    public static Command Create(Surroundings surroundings, Option<string?> folder)
    {
        var name = PackCommand.NameArgument("The pack");
        var command = new Command("show", "Show a pack's metric families, log lines, audit rules and spans, and where each comes from") { name };
        command.WithExamples("pack show kronk");
        command.Does(surroundings, parsed =>
        {
            var pack = PackCommand.StoreOf(parsed, folder, surroundings).Load(parsed.GetRequiredValue(name));
            Print(surroundings.ForOutput(), pack);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IAnsiConsole screen, Pack pack)
    {
        var outline = PackOutline.Of(pack);
        screen.MarkupLineInterpolated($"[bold]{pack.Name}[/] {pack.Title} [dim]({pack.Origin})[/]");
        Print(screen, "Family", ["Type", "Labels", "Source"], outline.Families.Select(family => (family.Name, (string[])
            [family.Type, string.Join(", ", family.Labels), family.Undriven is null ? string.Join("; ", family.Sources) : $"undriven: {family.Undriven}"])));
        Print(screen, "Line", ["Level", "Message", "Source"], outline.Lines.Select(line => (line.Name, (string[])[line.Level, line.Message, line.Source])));
        Print(screen, "Audit rule", ["Action", "Operation", "Source"], outline.Audit.Select(rule => (rule.Name, (string[])[rule.Action, rule.Operation, rule.Source])));
        Print(screen, "Span", ["Scope"], outline.Spans.Select(span => (span.Name, (string[])[span.Kind])));
        if (outline.Equations.Count > 0) screen.MarkupLineInterpolated($"\n[bold]Equations[/] {string.Join(", ", outline.Equations)}");
    }

    private static void Print(IAnsiConsole screen, string title, string[] columns, IEnumerable<(string Name, string[] Cells)> rows)
    {
        var table = new Table().Border(TableBorder.None).AddColumn($"[bold]{title}[/]").AddColumns(columns);
        foreach (var (name, cells) in rows) table.AddRow([new Text(name), .. cells.Select(cell => new Text(cell))]);
        if (table.Rows.Count == 0) return;
        screen.WriteLine();
        screen.Write(table);
    }
}
