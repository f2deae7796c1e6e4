using System.Text.RegularExpressions;
using Vitrine.Testing;

namespace Vitrine.Architecture.Tests;

/// <summary>The code of a page is the code of its sample, which builds with the solution: neither goes stale alone.</summary>
public sealed partial class SampleTests
{
    [Theory]
    // The page's first two lines are the shortest form of what the sample spells out.
    [InlineData("getting-started.md", "Vitrine.Sample", "builder.AddVitrine(o => o.ServiceName = \"translator\");")]
    [InlineData("packs/aiwatch.md", "Vitrine.Sample.Chat")]
    public void Page_EveryLineOfCode_StandsInTheSample(string page, string sample, params string[] shortest)
    {
        var known = LinesOf(sample).Concat(shortest).ToHashSet(StringComparer.Ordinal);
        var code = CodeBlock().Matches(File.ReadAllText(Checkout.PathOf($"docs/{page}")))
            .SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0)
            .ToArray();
        code.ShouldNotBeEmpty();
        code.Where(line => !known.Contains(line)).ShouldBeEmpty();
    }

    private static IEnumerable<string> LinesOf(string sample) => Directory.EnumerateFiles(Checkout.PathOf($"samples/{sample}"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".yaml" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(File.ReadLines)
        .Select(line => line.Trim());

    [GeneratedRegex("```(csharp|yaml)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
