using System.Reflection;
using System.Text;
using Xunit;

namespace Vitrine.Testing;

/// <summary>Compares what was written with a file beside the tests. VITRINE_UPDATE_GOLDENS=1, and nothing else, writes the files anew.</summary>
public static class Golden
{
    private const string Switch = "VITRINE_UPDATE_GOLDENS";
    private const int ShownDifferences = 12;

    /// <summary>Fails with the first differing lines, each with <c>file:line</c>.</summary>
    /// <param name="actual">What was written, UTF-8, lines ended by line feeds.</param>
    /// <param name="file">The path below the folder of the test project, such as <c>Kronos/metrics.txt</c>.</param>
    public static void ShouldMatch(string actual, string file)
    {
        var path = PathOf(file);
        if (Environment.GetEnvironmentVariable(Switch) == "1") File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (!File.Exists(path)) Assert.Fail($"{file} does not exist. {Switch}=1 writes it.");
        var differences = Differences(file, File.ReadAllText(path).Split('\n'), actual.Split('\n'));
        if (differences.Length > 0) Assert.Fail($"{differences}{Switch}=1 writes the file anew; read the difference before you commit it.");
    }

    /// <summary>The full path of a file of this test project.</summary>
    /// <remarks>A test project is a program, named as its folder.</remarks>
    public static string PathOf(string file) => Path.Combine(Checkout.Root, "tests", Assembly.GetEntryAssembly()!.GetName().Name!, file);

    /// <summary>The part between the common head and the common tail: a line that was added does not mark every line after it.</summary>
    private static string Differences(string file, string[] expected, string[] actual)
    {
        var head = 0;
        while (head < expected.Length && head < actual.Length && expected[head] == actual[head]) head++;
        if (head == expected.Length && head == actual.Length) return "";
        var tail = 0;
        while (tail < expected.Length - head && tail < actual.Length - head && expected[^(tail + 1)] == actual[^(tail + 1)]) tail++;
        var text = new StringBuilder();
        if (expected.Length == actual.Length)
        {
            // Lines that changed in place: each beside its golden, without the equal ones between them.
            int[] changed = [.. Enumerable.Range(head, expected.Length - tail - head).Where(i => expected[i] != actual[i])];
            foreach (var i in changed.Take(ShownDifferences)) text.Append($"{file}:{i + 1} - {expected[i]}\n{file}:{i + 1} + {actual[i]}\n");
            if (changed.Length > ShownDifferences) text.Append($"{file} … {changed.Length - ShownDifferences} more lines\n");
            return text.ToString();
        }

        Show(text, file, '-', expected, head, expected.Length - tail);
        Show(text, file, '+', actual, head, actual.Length - tail);
        return text.ToString();
    }

    private static void Show(StringBuilder text, string file, char sign, string[] lines, int from, int to)
    {
        for (var i = from; i < Math.Min(to, from + ShownDifferences); i++) text.Append($"{file}:{i + 1} {sign} {lines[i]}\n");
        if (to > from + ShownDifferences) text.Append($"{file} {sign} … {to - from - ShownDifferences} more lines\n");
    }
}
