using System.CommandLine;
using Vitrine.Queries;
using Vitrine.Telemetry.Packs;
using Vitrine.Terminal;

namespace Vitrine.Commands.Packs;

/// <summary><c>vitrine pack export NAME</c>: writes a pack's files under the names its document uses.</summary>
internal static class PackExportCommand
{
    public static Command Create(Surroundings surroundings, Option<string?> folder)
    {
        var name = PackCommand.NameArgument("The pack");
        var output = new Option<string>("--output", "-o") { Description = "Folder to write to", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var command = new Command("export", "Write a pack's dashboards, alert rules and scrape snippets under the names its document uses") { name, output };
        command.WithExamples("pack export kronos", "pack export aiwatch --output ./deploy");
        command.Does(surroundings, parsed =>
        {
            var pack = PackCommand.StoreOf(parsed, folder, surroundings).Load(parsed.GetRequiredValue(name));
            var target = Path.GetFullPath(parsed.GetRequiredValue(output), surroundings.WorkingFolder);
            foreach (var file in pack.Files) Export(pack, file, target, surroundings);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Export(Pack pack, string file, string target, Surroundings surroundings)
    {
        var path = Path.Combine(target, DocumentedNames.Of(pack.Name, file));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file == PackQueries.AlertTestFile ? NamingRulesAsExported(pack, pack.ReadText(file)) : pack.ReadText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path} cannot be written: {e.Message}");
        }

        surroundings.Output.WriteLine(Path.GetRelativePath(surroundings.WorkingFolder, path));
    }

    // promtool looks for the rules beside the test, under the name that the test says.
    private static string NamingRulesAsExported(Pack pack, string test) =>
        test.Replace($"rule_files: [{PackQueries.AlertFile}]", $"rule_files: [{Path.GetFileName(DocumentedNames.Of(pack.Name, PackQueries.AlertFile))}]", StringComparison.Ordinal);
}
