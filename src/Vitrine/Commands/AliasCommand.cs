using System.CommandLine;
using System.Reflection;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine alias</c>: shell functions, so that the documents' own command lines run. For <c>eval "$(vitrine alias)"</c>.</summary>
internal static class AliasCommand
{
    private const string Resource = "alias.sh";

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("alias", "Print shell functions (bash, zsh) that run the documents' command lines: kronk, pprof, kimberlite-admin, vopr").WithExamples("alias");
        command.Description += "\nUse: eval \"$(vitrine alias)\"";
        command.Does(surroundings, _ =>
        {
            surroundings.Output.Write(Script());
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The functions, as bash and zsh read them.</summary>
    private static string Script()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
