using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;
using Vitrine.Testing;

namespace Vitrine.Packs.Tests.Kronos;

/// <summary>What the pack brings beside alerts and dashboard is accepted by the programs it is for, and names what the service writes.</summary>
public sealed class KronosOperationsTests
{
    private static readonly Pack s_pack = new PackStore().Load("kronos");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Check KA17: with the rule of the original, one error in a hundred is an alarm.
    [Fact]
    public async Task HighErrorRate_AsTheOriginalHasIt_FailsTheTest()
    {
        const string Ours = """sum(rate(kronos_requests_total{status="error"}[5m])) / sum(rate(kronos_requests_total[5m])) > 0.05""";
        const string TheOriginals = """(rate(kronos_requests_total{status="error"}[5m]) / rate(kronos_requests_total[5m])) > 0.05""";
        var rules = s_pack.ReadText("alerts.yaml");
        rules.ShouldContain(Ours);
        var folder = Directory.CreateTempSubdirectory("vitrine-alerts-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.yaml"), rules.Replace(Ours, TheOriginals, StringComparison.Ordinal), Cancellation);
        var test = Path.Combine(folder.FullName, "alerts.test.yaml");
        await File.WriteAllTextAsync(test, s_pack.ReadText("alerts.test.yaml"), Cancellation);
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["test", "rules", test]);
        folder.Delete(recursive: true);
        exitCode.ShouldNotBe(0);
        output.ShouldMatch("alertname: ?KronosHighErrorRate, time: 15m");
        output.ShouldNotContain("KronosHighTimeoutRate");
    }

    [Fact]
    public async Task Alertmanager_SendsToEveryPromisedReceiver_AndAmtoolAcceptsIt()
    {
        var (exitCode, output) = await ExternalTool.RunAsync("amtool", ["check-config", Checkout.PathOf("packs/kronos/alertmanager.yml")]);
        exitCode.ShouldBe(0, output);
        foreach (var (severity, receivers) in ((string, string)[])[("critical", "slack,pagerduty"), ("warning", "email"), ("info", "default")])
        {
            (exitCode, output) = await ExternalTool.RunAsync("amtool", ["config", "routes", "test", "--config.file", Checkout.PathOf("packs/kronos/alertmanager.yml"), $"severity={severity}"]);
            output.Split('\n')[0].ShouldBe(receivers, severity);
        }
    }

    [Fact]
    public async Task ScrapeSnippet_PromtoolAcceptsIt()
    {
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["check", "config", Checkout.PathOf("packs/kronos/scrape.yml")]);
        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public void LogCollectors_FindTheContainerAndReadKeysThatEveryLineHas()
    {
        var job = YamlSource.Parse("promtail.yaml", s_pack.ReadText("promtail.yaml")).Root.Maps("scrape_configs").ShouldHaveSingleItem();
        Regex.IsMatch("/kronos-api", $"^(?:{job.Maps("relabel_configs")[0].RequiredText("regex")})$").ShouldBeTrue();
        string[] keys = [.. job.Maps("pipeline_stages")[0].Map("json")!.TextMap("expressions").Values];
        var fluentBit = YamlSource.Parse("fluent-bit.yaml", s_pack.ReadText("fluent-bit.yaml")).Root;
        keys = [.. keys, fluentBit.Maps("parsers")[0].RequiredText("time_key"), .. fluentBit.Map("pipeline")!.Maps("outputs")[0].RequiredText("label_keys").Split(',').Select(key => key.TrimStart('$'))];
        keys.Length.ShouldBe(6);
        foreach (var line in File.ReadLines(Golden.PathOf("Kronos/log.ndjson")))
        {
            using var record = JsonDocument.Parse(line);
            keys.Except(record.RootElement.EnumerateObject().Select(property => property.Name)).ShouldBeEmpty(line);
        }
    }
}
