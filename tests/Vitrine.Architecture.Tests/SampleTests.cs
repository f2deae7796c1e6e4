using System.Text.RegularExpressions;

namespace Vitrine.Architecture.Tests;

/// <summary>The code of the getting-started page is the code of the sample, which builds with the solution: neither goes stale alone.</summary>
public sealed partial class SampleTests
{
    private static readonly string s_sample = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "Vitrine.Sample"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".yaml" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    [Fact]
    public void GettingStarted_EveryLineOfCode_StandsInTheSample()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "getting-started.md"));
        var sample = s_sample.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        // The page's first two lines are the shortest form of what the sample spells out.
        var shortest = new HashSet<string>(StringComparer.Ordinal) { "builder.AddVitrine(o => o.ServiceName = \"translator\");" };
        var missing = CodeBlock().Matches(page)
            .SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !sample.Contains(line) && !shortest.Contains(line));
        missing.ShouldBeEmpty();
    }

    [GeneratedRegex("```(csharp|yaml)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
