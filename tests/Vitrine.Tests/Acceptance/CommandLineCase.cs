namespace Vitrine.Tests.Acceptance;

/// <summary>A command line of a document: the line, what is run in its place, the pattern that its output matches.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Line">The line as the document has it.</param>
/// <param name="Instead">What is run in its place, or empty.</param>
/// <param name="Pattern">A regular expression.</param>
public sealed record CommandLineCase(string Place, string Line, string Instead, string Pattern)
{
    /// <summary>What is run.</summary>
    public string Command => Instead.Length > 0 ? Instead : Line;

    /// <summary>
    /// Reads a file of them: <c>$</c> begins one, <c>&gt;</c> and <c>=</c> belong to the last. What ends with a backslash goes on in the next line.
    /// </summary>
    public static IReadOnlyList<CommandLineCase> ReadAll(string file)
    {
        var cases = new List<CommandLineCase>();
        using var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).GetEnumerator();
        for (var number = 1; lines.MoveNext(); number++)
        {
            var (place, line) = ($"{file}:{number}", lines.Current);
            for (; line.EndsWith('\\') && lines.MoveNext(); number++) line += '\n' + lines.Current;
            if (line.StartsWith("$ ", StringComparison.Ordinal)) cases.Add(new CommandLineCase(place, line[2..], "", ""));
            else if (line.StartsWith("> ", StringComparison.Ordinal)) cases[^1] = cases[^1] with { Instead = line[2..] };
            else if (line.StartsWith("= ", StringComparison.Ordinal)) cases[^1] = cases[^1] with { Pattern = line[2..] };
        }

        return cases;
    }

    public override string ToString() => $"{Place} {Line}";
}
