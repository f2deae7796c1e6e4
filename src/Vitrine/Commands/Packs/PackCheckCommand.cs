using System.CommandLine;
using Spectre.Console;
using Vitrine.Queries;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Terminal;

namespace Vitrine.Commands.Packs;

/// <summary>
/// <c>vitrine pack check NAME|DIR</c>: holds a pack against everything the house can say, and its dashboards and alerts against the pack.
/// Errors go to standard output, one a line.
/// </summary>
internal static class PackCheckCommand
{
    public static Command Create(Surroundings surroundings, Option<string?> folder)
    {
        var name = PackCommand.NameArgument("A pack's name, or the folder of one");
        var command = new Command("check", "Check a pack, its dashboards and its alert rules: every error with file, line and key") { name };
        command.WithExamples("pack check kronk", "pack check ./my-pack");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            try
            {
                var pack = Find(parsed.GetRequiredValue(name), PackCommand.StoreOf(parsed, folder, surroundings), surroundings);
                using var telemetry = new VitrineTelemetry(new TelemetryOptions { ServiceName = "check", Kinds = HouseVocabulary.All, Packs = [pack] });
                var queries = PackQueries.Of(pack);
                if (queries.Errors.Count > 0) throw new DocumentException(queries.Errors);
                var promtool = SearchPath.Find(surroundings, Promtool.Name);
                if (promtool is not null && queries.Queries.Count > 0 && await Promtool.CheckAsync(promtool, pack, queries, cancellation) is { } problem) throw new CommandFailure(problem);
                Print(surroundings.ForOutput(), telemetry.Reports[0]);
                if (queries.Queries.Count > 0) Print(surroundings.ForOutput(), queries, promtool);
                return ExitCode.Ok;
            }
            catch (DocumentException e)
            {
                foreach (var error in e.Errors) surroundings.Output.WriteLine(error);
                surroundings.Error.WriteLine(e.Errors.Count == 1 ? "1 error" : $"{e.Errors.Count} errors");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    // A word with a separator, or one that is a folder with a pack.yaml, is a folder; anything else a name.
    private static Pack Find(string word, PackStore store, Surroundings surroundings)
    {
        var folder = Path.GetFullPath(word, surroundings.WorkingFolder);
        var isFolder = word.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar) || word is "." or ".." || File.Exists(Path.Combine(folder, "pack.yaml"));
        return isFolder ? Pack.FromFolder(folder) : store.Load(word);
    }

    private static void Print(IAnsiConsole screen, PackReport report)
    {
        screen.MarkupLineInterpolated($"[green]{report.Pack} is valid[/]: {report.Driven.Count} driven, {report.Missing.Count} missing, {report.Undriven.Count} declared undriven");
        foreach (var missing in report.Missing) screen.MarkupLineInterpolated($"  [yellow]missing[/]  {missing}");
        foreach (var (family, reason) in report.Undriven) screen.MarkupLineInterpolated($"  [dim]undriven[/] {family}: {reason}");
    }

    private static void Print(IAnsiConsole screen, PackQueries queries, string? promtool)
    {
        screen.WriteLine($"{queries.Queries.Count} queries of dashboards and alert rules name only what the pack declares");
        if (promtool is null) screen.MarkupLine("  [yellow]skipped[/]  promtool is not installed: nobody parsed the queries, and the tests of the alert rules did not run");
        else screen.WriteLine("promtool parses them all, and the tests of the alert rules pass");
    }
}
