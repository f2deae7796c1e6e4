using System.Text.RegularExpressions;
using Vitrine.Testing;

namespace Vitrine.Architecture.Tests;

/// <summary>The house rules that a machine can hold.</summary>
public sealed partial class HouseTests
{
    private const int LongestFile = 500;

    [Fact]
    public void Source_Files_AreAtMostFiveHundredLines() =>
        Repository.Sources("src").Where(file => File.ReadLines(file).Count() > LongestFile).Select(Relative).ShouldBeEmpty("Split them.");

    [Fact]
    public void Namespaces_Named_ConsoleOrDebug_HideTheBcl() =>
        Repository.Sources("src").Where(file => HidingNamespace().IsMatch(File.ReadAllText(file))).Select(Relative).ShouldBeEmpty();

    [Fact]
    public void Files_Named_UtilsOrHelpers_ExplainNothing() =>
        Repository.Sources("src").Where(file => VagueName().IsMatch(Relative(file))).Select(Relative).ShouldBeEmpty();

    [Fact]
    public void Source_HoldsNoMachinePathsAndNoUnfinishedMarks() =>
        Repository.Sources("src").Where(file => Forbidden().IsMatch(File.ReadAllText(file))).Select(Relative).ShouldBeEmpty();

    [Fact]
    public void PublicTypes_HaveAFileOfTheirName()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Sources("src"))
        {
            var types = PublicType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray();
            var name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            if (types.Length > 0 && !types.Contains(name, StringComparer.Ordinal)) wrong.Add($"{Relative(file)}: {string.Join(", ", types)}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Markdown_Links_ToFilesOfTheRepository_Resolve()
    {
        var broken = new List<string>();
        foreach (var page in Directory.EnumerateFiles(Checkout.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Checkout.PathOf("README.md")))
        {
            foreach (Match link in MarkdownLink().Matches(File.ReadAllText(page)))
            {
                var target = link.Groups["target"].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal)) continue;
                var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target));
                if (!File.Exists(path) && !Directory.Exists(path)) broken.Add($"{Relative(page)}: {target}");
            }
        }

        broken.ShouldBeEmpty();
    }

    private static string Relative(string file) => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/');

    [GeneratedRegex(@"^namespace\s+Vitrine\.(\w+\.)*(Console|Debug)\s*[;{.]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex HidingNamespace();

    [GeneratedRegex(@"/(utils?|helpers?|common|misc|manager)[^/]*(/|\.cs$)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"(?<![\w.:])/(home|root|work|Users)/\w|\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"^public\s+(?:(?:sealed|static|abstract|readonly|partial|ref|unsafe)\s+)*(?:class|struct|record\s+struct|record|interface|enum|delegate\s+\w+)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex MarkdownLink();
}
