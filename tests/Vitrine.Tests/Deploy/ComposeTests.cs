using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vitrine.Roles;
using Vitrine.Telemetry.Packs;
using Vitrine.Testing;

namespace Vitrine.Tests.Deploy;

/// <summary>What a machine without a container engine can say of <c>deploy/compose</c>: names, ports, uids and mounts agree, and the real programs accept their files.</summary>
public sealed class ComposeTests
{
    private const string Folder = "deploy/compose/";
    private static readonly JsonObject s_services = ServicesOf("compose.yaml");

    public static TheoryData<string> Files => ["compose.yaml", "ledger.yaml"];

    public static TheoryData<string> Roles => [.. RoleCatalog.All.Select(role => role.Name)];

    [Fact]
    public void Names_AreThoseOfTheDocumentsCommands()
    {
        DeployFile.Read(Folder + "compose.yaml")["networks"]!["monitoring"]!["name"]!.ToString().ShouldBe("monitoring");
        foreach (var name in (string[])["prometheus", "alertmanager", "grafana", "tempo", "jaeger", "loki", "promtail"])
        {
            s_services[name]!["container_name"]!.ToString().ShouldBe(name);
            s_services[name]!["networks"].Texts().ShouldBe(["monitoring"]);
        }
    }

    [Theory]
    [InlineData("prometheus", "9091:9090")]
    [InlineData("grafana", "3001:3000")]
    [InlineData("tempo", "3200:3200", "4317:4317", "4318:4318")]
    [InlineData("jaeger", "16686:16686", "14268:14268")]
    public void Ports_AreThoseOfTheDocuments(string service, params string[] ports) => s_services[service]!["ports"].Texts().ShouldBe(ports.Select(port => $"127.0.0.1:{port}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Ports_OnTheHost_AreLoopbacksAndTakenOnce(string file)
    {
        var ports = ServicesOf(file).SelectMany(service => service.Value!["ports"].Texts()).ToArray();
        ports.ShouldAllBe(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        ports.Select(port => port.Split(':')[1]).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Images_ArePinned(string file)
    {
        foreach (var (name, service) in ServicesOf(file))
            Regex.IsMatch(service!["image"]!.ToString(), @":v?\d+\.\d+\.\d+$|^vitrine:\$\{VITRINE_VERSION:-\d+\.\d+\.\d+\}$").ShouldBeTrue($"{name}: {service["image"]}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Mounts_NameFilesThatAre_AndHideNone(string file)
    {
        foreach (var (name, service) in ServicesOf(file))
        {
            var mounts = service!["volumes"].Texts().Select(mount => mount.Split(':')).ToArray();
            foreach (var source in mounts.Select(mount => mount[0]).Where(source => source.StartsWith('.')))
                Path.Exists(Path.GetFullPath(source, Checkout.PathOf(Folder))).ShouldBeTrue($"{name}: {source}");
            foreach (var target in mounts.Select(mount => mount[1]))
                mounts.ShouldNotContain(other => other[1] != target && other[1].StartsWith(target + '/', StringComparison.Ordinal), $"{name}: {target} lies around another mount.");
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Role_PublishesThePortsOfItsSettings_AndIsAskedWhetherItIsReady(string role)
    {
        var service = s_services[role].ShouldNotBeNull();
        var plan = RolePlans.Of(service["command"].Texts());
        service["ports"].Texts().ShouldBe(plan.PortsOf().Select(port => $"127.0.0.1:{port}:{port}"));
        var question = service["healthcheck"]!["test"].Texts()[^1];
        question.ShouldContain($"/dev/tcp/localhost/{new Uri(plan.ReadyUrl).Port};");
        question.ShouldContain($"GET {new Uri(plan.ReadyUrl).AbsolutePath} HTTP/1.0");
        service["environment"]!.AsObject().ShouldAllBe(variable => RolePlans.Hears(role, variable.Key));
    }

    [Fact]
    public void Prometheus_ScrapesEveryRole_OnceAPack_AtItsDebugPort()
    {
        var jobs = DeployFile.Read(Folder + "prometheus.yml")["scrape_configs"]!.AsArray();
        var plans = RoleCatalog.All.ToDictionary(role => role.Name, role => RolePlans.Of(s_services[role.Name]!["command"].Texts()));
        var addresses = plans.SelectMany(plan => NamesOf(plan.Key).Select(name => ($"{name}:{new Uri(plan.Value.DebugUrl).Port}", plan.Value.Pack))).ToDictionary();
        foreach (var job in jobs)
        {
            var pack = job!["params"]!["pack"].Texts().ShouldHaveSingleItem();
            var targets = job["static_configs"]!.AsArray().SelectMany(config => config!["targets"].Texts()).ToArray();
            targets.ShouldAllBe(target => addresses.ContainsKey(target));
            targets.Select(target => addresses[target]).Order().ShouldBe(pack == "otel" ? plans.Values.Select(plan => plan.Pack).Order() : [pack]);
        }

        jobs.Select(job => job!["job_name"]!.ToString()).ShouldBe(["kronk", "kthena-router", "kronos-api", "kimberlite", "genai-app", "otel"]);
    }

    [Fact]
    public void Packs_WithAlertsAndDashboards_AreLoaded()
    {
        var packs = new PackStore();
        DeployFile.Read(Folder + "prometheus.yml")["rule_files"].Texts()
            .ShouldBe(packs.Names.Where(name => packs.Load(name).Files.Contains("alerts.yaml")).Select(name => $"/etc/vitrine/packs/{name}/alerts.yaml"));
        DeployFile.Read(Folder + "grafana/dashboards.yaml")["providers"]!.AsArray().Select(provider => provider!["options"]!["path"]!.ToString())
            .ShouldBe(packs.Names.Where(name => packs.Load(name).Files.Any(file => file.StartsWith("dashboards/"))).Select(name => $"/etc/vitrine/packs/{name}/dashboards"));
        foreach (var service in (string[])["prometheus", "grafana"]) s_services[service]!["volumes"].Texts().ShouldContain("../../packs:/etc/vitrine/packs:ro");
    }

    [Fact]
    public void Dashboards_AskTheDataSourcesThatAreProvisioned_AndHaveUidsOfTheirOwn()
    {
        var sources = DeployFile.Read(Folder + "grafana/datasources.yaml")["datasources"]!.AsArray();
        var uids = sources.ToDictionary(source => source!["uid"]!.ToString(), source => source!["type"]!.ToString());
        foreach (var address in sources.Select(source => new Uri(source!["url"]!.ToString()))) s_services.ContainsKey(address.Host).ShouldBeTrue(address.Host);
        var dashboards = Directory.EnumerateFiles(Checkout.PathOf("packs"), "*.json", SearchOption.AllDirectories).Where(file => file.Contains("dashboards")).ToDictionary(file => file, file => JsonNode.Parse(File.ReadAllText(file))!);
        dashboards.Values.Select(dashboard => dashboard["uid"]!.ToString()).ShouldBeUnique();
        foreach (var (file, dashboard) in dashboards)
        {
            foreach (var source in SourcesBelow(dashboard)) uids.GetValueOrDefault(source["uid"]!.ToString()).ShouldBe(source["type"]!.ToString(), file);
        }
    }

    [Fact]
    public async Task Configurations_OfPrometheusAndAlertmanager_AreAcceptedByThem()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, WithRepositoryPacks(await File.ReadAllTextAsync(Checkout.PathOf(Folder + "prometheus.yml"), TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        var (exit, output) = await ExternalTool.RunAsync("promtool", ["check", "config", file]);
        File.Delete(file);
        exit.ShouldBe(0, output);
        output.ShouldContain("rule files");
        (exit, output) = await ExternalTool.RunAsync("amtool", ["check-config", Checkout.PathOf(Folder + "alertmanager.yml")]);
        exit.ShouldBe(0, output);
    }

    /// <summary>A configuration of the compose file whose rules are read from the repository.</summary>
    internal static string WithRepositoryPacks(string configuration) => configuration.Replace("/etc/vitrine/packs", Checkout.PathOf("packs"), StringComparison.Ordinal);

    internal static JsonObject ServicesOf(string file) => DeployFile.Read(Folder + file)["services"]!.AsObject();

    // A service answers to its own name, its container's and its aliases.
    private static IEnumerable<string> NamesOf(string service) =>
        [service, .. s_services[service]!["networks"] is JsonObject networks ? networks["monitoring"]!["aliases"].Texts() : []];

    private static IEnumerable<JsonNode> SourcesBelow(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => entry.Key == "datasource" ? [entry.Value!] : SourcesBelow(entry.Value)),
        JsonArray list => list.SelectMany(SourcesBelow),
        _ => [],
    };
}
