using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Vitrine.Commands;

/// <summary>Examples that a command carries for its help.</summary>
internal static class CommandExamples
{
    private static readonly ConditionalWeakTable<Command, IReadOnlyList<string>> Examples = [];

    /// <summary>Gives a command its examples, each without the leading <c>vitrine</c>.</summary>
    public static T WithExamples<T>(this T command, params IReadOnlyList<string> examples)
        where T : Command
    {
        Examples.AddOrUpdate(command, examples);
        return command;
    }

    /// <summary>The examples of a command; empty when it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => Examples.TryGetValue(command, out var examples) ? examples : [];
}
