using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary>The command line: all commands, their help, how errors are shown and which exit code they give.</summary>
internal static class VitrineCommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        var parsed = Create(surroundings).Parse(arguments);
        if (parsed.Action is ParseErrorAction mistake) mistake.ShowHelp = false;

        // The commands that serve own the signals themselves: the library's handler ends the process after two seconds.
        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        var code = await parsed.InvokeAsync(invocation);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction or ExamplesHelpAction) return code;
        await surroundings.Error.WriteLineAsync($"See: {PathOf(parsed.CommandResult.Command)} --help");
        return ExitCode.Usage;
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand Create(Surroundings surroundings)
    {
        var root = new RootCommand("See one inference request through everything it touched.")
        {
            UpCommand.Create(surroundings),
            ServeCommand.Create(surroundings),
            ExplainCommand.Create(surroundings),
            LogsCommand.Create(surroundings),
            DoctorCommand.Create(surroundings),
            ConfigCommand.Create(surroundings),
            Packs.PackCommand.Create(surroundings),
            ProfileCommand.Create(surroundings),
            LoadCommand.Create(surroundings),
            Forecasts.ForecastCommand.Create(surroundings),
            Audits.AuditCommand.Create(surroundings),
            ChaosCommand.Create(surroundings),
            AliasCommand.Create(surroundings),
        };
        root.WithExamples("up", "explain last", "serve model --model ./llama.gguf", "logs model -f", "profile cpu model --flame cpu.svg");
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(surroundings);
        root.Options.OfType<HelpOption>().Single().Action = new ExamplesHelpAction();
        return root;
    }

    /// <summary>The words that name a command, from <c>vitrine</c> on.</summary>
    internal static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "vitrine" : $"{PathOf(parent)} {command.Name}";
    }
}
