using System.CommandLine;
using Spectre.Console;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Terminal;

namespace Vitrine.Commands.Packs;

/// <summary><c>vitrine pack check NAME|DIR</c>: holds a pack against everything the house can say. Errors go to standard output, one a line.</summary>
internal static class PackCheckCommand
{
    public static Command Create(Surroundings surroundings, Option<string?> folder)
    {
        var name = PackCommand.NameArgument("A pack's name, or the folder of one");
        var command = new Command("check", "Check a pack: every error with file, line and key") { name };
        command.WithExamples("pack check kronk", "pack check ./my-pack");
        command.Does(surroundings, parsed =>
        {
            try
            {
                var pack = Find(parsed.GetRequiredValue(name), PackCommand.StoreOf(parsed, folder, surroundings), surroundings);
                using var telemetry = new VitrineTelemetry(new TelemetryOptions { ServiceName = "check", Kinds = HouseVocabulary.All, Packs = [pack] });
                Print(surroundings.ForOutput(), telemetry.Reports[0]);
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
}
