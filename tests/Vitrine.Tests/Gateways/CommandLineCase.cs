namespace Vitrine.Tests.Gateways;

/// <summary>A command line of a document: the line, what is run in its place, the pattern that its output matches.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Line">The line as the document has it.</param>
/// <param name="Instead">What is run in its place, or empty.</param>
/// <param name="Pattern">A regular expression.</param>
public sealed record CommandLineCase(string Place, string Line, string Instead, string Pattern)
{
    /// <summary>Reads a file of them: <c>$</c> begins one, <c>&gt;</c> and <c>=</c> belong to the last.</summary>
    public static IReadOnlyList<CommandLineCase> ReadAll(string file)
    {
        var cases = new List<CommandLineCase>();
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)))
        {
            number++;
            if (line.StartsWith("$ ", StringComparison.Ordinal)) cases.Add(new CommandLineCase($"{file}:{number}", line[2..], "", ""));
            else if (line.StartsWith("> ", StringComparison.Ordinal)) cases[^1] = cases[^1] with { Instead = line[2..] };
            else if (line.StartsWith("= ", StringComparison.Ordinal)) cases[^1] = cases[^1] with { Pattern = line[2..] };
        }

        return cases;
    }

    public override string ToString() => $"{Place} {Line}";
}
