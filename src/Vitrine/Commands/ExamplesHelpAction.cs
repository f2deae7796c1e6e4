using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Vitrine.Commands;

/// <summary>The library's help, followed by command lines to copy.</summary>
internal sealed class ExamplesHelpAction : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = CommandExamples.Of(parseResult.CommandResult.Command);
        if (examples.Count == 0) return ExitCode.Ok;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  vitrine {example}");
        output.WriteLine();
        return ExitCode.Ok;
    }
}
