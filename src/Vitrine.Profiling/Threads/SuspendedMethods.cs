using System.Diagnostics.CodeAnalysis;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Threads;

/// <summary>
/// Async methods that were suspended at least once, by the runtime's name for the object which then holds their locals:
/// <c>AsyncStateMachineBox`1[VoidTaskResult,Shop.Cart+&lt;PayAsync&gt;d__4]</c> is <c>Shop.Cart.PayAsync</c>. A method that never had to wait has none.
/// </summary>
internal static class SuspendedMethods
{
    private const string Box = "AsyncStateMachineBox`1[";

    /// <summary>The method of a state machine's box, or false for any other type.</summary>
    public static bool TryName(string type, [NotNullWhen(true)] out string? method)
    {
        method = null;
        if (!type.StartsWith(Box, StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal)) return false;
        var machine = LastArgument(type[Box.Length..^1]);
        var classes = machine[..(machine.IndexOf('[') is var arguments and >= 0 ? arguments : machine.Length)].Split('+');
        // Closures stand between a class and its lambdas and local functions: <>c, <>c__DisplayClass3_0.
        var owners = classes[..^1].Where(name => !name.StartsWith("<>c", StringComparison.Ordinal)).Select(name => name.Split('`')[0]);
        method = string.Join('.', [.. owners, MethodNames.Unwrap(classes[^1])]);
        return true;
    }

    // Read from the end: the last comma outside of brackets.
    private static string LastArgument(string arguments)
    {
        var depth = 0;
        for (var i = arguments.Length - 1; i >= 0; i--)
        {
            if (arguments[i] == ']') depth++;
            else if (arguments[i] == '[') depth--;
            else if (arguments[i] == ',' && depth == 0) return arguments[(i + 1)..];
        }

        return arguments;
    }
}
