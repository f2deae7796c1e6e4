using System.CommandLine;
using Vitrine.Telemetry.Packs;
using Vitrine.Terminal;

namespace Vitrine.Commands.Packs;

/// <summary><c>vitrine pack</c>: the dialects at hand.</summary>
internal static class PackCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = new Option<string?>("--packs") { Description = "Folder of packs that add to the embedded ones or replace them", HelpName = "DIR", Recursive = true };
        var command = new Command("pack", "List, show, check and export packs: the shapes of the signals")
        {
            PackListCommand.Create(surroundings, folder),
            PackShowCommand.Create(surroundings, folder),
            PackCheckCommand.Create(surroundings, folder),
            PackExportCommand.Create(surroundings, folder),
        };
        command.Options.Add(folder);
        return command.WithExamples("pack list", "pack show kronk", "pack check ./my-pack", "pack export kronos --output ./monitoring");
    }

    /// <summary>The packs that the command line allows.</summary>
    public static PackStore StoreOf(ParseResult parsed, Option<string?> folder, Surroundings surroundings)
    {
        var path = parsed.GetValue(folder) ?? surroundings.Variables.GetValueOrDefault("VITRINE_PACKS");
        if (string.IsNullOrEmpty(path)) return new PackStore();
        path = Path.GetFullPath(path, surroundings.WorkingFolder);
        return Directory.Exists(path) ? new PackStore(path) : throw new CommandFailure($"The pack folder '{path}' does not exist.", ExitCode.Usage);
    }

    /// <summary>The argument that names a pack.</summary>
    public static Argument<string> NameArgument(string description) => new("name") { Description = description };
}
