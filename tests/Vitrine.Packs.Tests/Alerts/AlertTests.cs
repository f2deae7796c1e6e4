using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Packs.Tests.Alerts;

/// <summary>What every alert rule of every pack owes: words for people, a place to look, and a proof that it fires and that it keeps quiet.</summary>
/// <remarks>That the rules parse and their tests pass is <c>vitrine pack check</c>'s to say.</remarks>
public sealed partial class AlertTests
{
    public static TheoryData<string> Packs => [.. new PackStore().Names.Where(name => new PackStore().Load(name).Files.Contains("alerts.yaml"))];

    [Fact]
    public void Packs_WithARunningService_HaveAlerts() => Packs.Select(row => row.Data).ShouldBe(["aiwatch", "kimberlite", "kronk", "kronos", "kthena", "otel"]);

    [Theory]
    [MemberData(nameof(Packs))]
    public void Alert_HasASeverityWordsAndAPlaceInTheDocs(string pack)
    {
        var page = File.ReadAllText(Checkout.PathOf($"docs/packs/{pack}.md"));
        var documented = page.Split('\n').SkipWhile(line => line != "## Alerts").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).ToArray();
        foreach (var rule in RulesOf(pack))
        {
            var name = rule.RequiredText("alert");
            rule.TextMap("labels").GetValueOrDefault("severity").ShouldBeOneOf("critical", "warning", "info");
            var annotations = rule.TextMap("annotations");
            annotations.Keys.ShouldBe(pack is "kimberlite" or "kronos" ? ["summary", "description", "impact", "action", "runbook"] : ["summary", "description", "runbook"], name);
            annotations["runbook"].ShouldBe($"docs/packs/{pack}.md#alerts", name);
            documented.Any(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal)).ShouldBeTrue($"docs/packs/{pack}.md has no row for {name}.");
        }
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void Alert_IsTestedFiringAndQuiet(string pack)
    {
        var expectations = Read(pack, "alerts.test.yaml").Maps("tests").SelectMany(test => test.Maps("alert_rule_test")).ToLookup(test => test.RequiredText("alertname"));
        foreach (var name in RulesOf(pack).Select(rule => rule.RequiredText("alert")))
        {
            expectations[name].Any(test => test.Maps("exp_alerts").Count > 0).ShouldBeTrue($"No test shows {name} firing.");
            expectations[name].Any(test => test.Maps("exp_alerts").Count == 0).ShouldBeTrue($"No test shows {name} keeping quiet.");
        }
    }

    // A test that makes up buckets would let a threshold above the last of them pass.
    [Theory]
    [MemberData(nameof(Packs))]
    public void TestSeries_OfHistograms_HaveTheBucketsOfThePack(string pack)
    {
        var families = new PackStore().Load(pack).Definition.Metrics.Where(metric => metric.Buckets is not null).ToDictionary(metric => metric.Name, metric => metric.Buckets!);
        foreach (var series in Read(pack, "alerts.test.yaml").Maps("tests").SelectMany(test => test.Maps("input_series")).Select(series => series.RequiredText("series")))
        {
            if (Bucket().Match(series) is not { Success: true } match || match.Groups["le"].Value == "+Inf") continue;
            families[match.Groups["family"].Value].ShouldContain(double.Parse(match.Groups["le"].Value, CultureInfo.InvariantCulture), series);
        }
    }

    private static IEnumerable<YamlMap> RulesOf(string pack) => Read(pack, "alerts.yaml").Maps("groups").SelectMany(group => group.Maps("rules"));

    private static YamlMap Read(string pack, string file) => YamlSource.Parse(file, new PackStore().Load(pack).ReadText(file)).Root;

    [GeneratedRegex("""^(?<family>\w+)_bucket\{.*le="(?<le>[^"]+)".*\}""", RegexOptions.ExplicitCapture)]
    private static partial Regex Bucket();
}
