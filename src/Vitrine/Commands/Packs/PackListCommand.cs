using System.CommandLine;
using Spectre.Console;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;
using Vitrine.Terminal;

namespace Vitrine.Commands.Packs;

/// <summary><c>vitrine pack list</c>: a row for each pack.</summary>
internal static class PackListCommand
{
    public static Command Create(Surroundings surroundings, Option<string?> folder)
    {
        var command = new Command("list", "List the packs with their titles, origins and numbers of families").WithExamples("pack list", "pack list --packs ./packs");
        command.Does(surroundings, parsed =>
        {
            var store = PackCommand.StoreOf(parsed, folder, surroundings);
            var table = new Table().Border(TableBorder.None).AddColumns("Pack", "Title", "Origin", "Families", "Lines", "Audit rules", "Spans");
            foreach (var name in store.Names) AddRow(table, store, name);
            surroundings.ForOutput().Write(table);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void AddRow(Table table, PackStore store, string name)
    {
        try
        {
            var pack = store.Load(name);
            var outline = PackOutline.Of(pack);
            table.AddRow(Cells(name, pack.Title, pack.Origin, $"{outline.Families.Count}", $"{outline.Lines.Count}", $"{outline.Audit.Count}", $"{outline.Spans.Count}"));
        }
        catch (DocumentException e)
        {
            table.AddRow(Cells(name, $"not valid, {e.Errors.Count} errors: vitrine pack check {name}", "", "", "", "", ""));
        }
    }

    private static IEnumerable<Text> Cells(params IEnumerable<string> texts) => texts.Select(text => new Text(text));
}
