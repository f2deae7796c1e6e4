using System.Text.Json.Nodes;

namespace Vitrine.Tests.Deploy;

/// <summary>The three nodes of <c>deploy/compose/ledger.yaml</c>: the document's names, each node beside its own member, and what watches them.</summary>
public sealed class LedgerComposeTests
{
    private static readonly JsonObject s_services = ComposeTests.ServicesOf("ledger.yaml");

    public static TheoryData<int> Nodes => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Node_HasItsNumberAndAllMembers_AndIsAskedWhetherItIsReady(int node)
    {
        var service = s_services[$"kimberlite-node{node}"].ShouldNotBeNull();
        service["container_name"]!.ToString().ShouldBe($"kimberlite-node{node}");
        var plan = RolePlans.Of(service["command"].Texts());
        plan.PortsOf().ShouldBe([9090]);
        service["ports"].Texts().ShouldHaveSingleItem().ShouldEndWith(":9090");
        service["healthcheck"]!["test"].Texts()[^1].ShouldContain($"GET {new Uri(plan.ReadyUrl).AbsolutePath} HTTP/1.0");
        service["environment"]!.AsObject().ShouldAllBe(variable => RolePlans.Hears("ledger", variable.Key));
        service["command"].Texts().ShouldBe(["serve", "ledger", "--node-id", $"{node}"]);
        service["environment"]!["VITRINE_LEDGER_ETCD_ENDPOINTS"]!.ToString().Split(',').ShouldBe(Nodes.Select(row => $"http://etcd{row.Data}:2379"));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Member_NamesTheSameClusterAsTheOthers(int node)
    {
        var name = $"etcd{node}";
        var variables = s_services[name]!["environment"]!;
        variables["ETCD_NAME"]!.ToString().ShouldBe(name);
        variables["ETCD_ADVERTISE_CLIENT_URLS"]!.ToString().ShouldBe($"http://{name}:2379");
        variables["ETCD_INITIAL_ADVERTISE_PEER_URLS"]!.ToString().ShouldBe($"http://{name}:2380");
        variables["ETCD_INITIAL_CLUSTER"]!.ToString().Split(',').ShouldBe(Nodes.Select(row => $"etcd{row.Data}=http://etcd{row.Data}:2380"));
    }

    [Fact]
    public void Jaeger_PublishesTheDocumentsPortsAndThoseOfOtlp()
    {
        s_services["jaeger"]!["ports"].Texts().Select(port => port.Split(':')[^1]).ShouldBe(["16686", "14268", "4317", "4318"]);
        s_services["jaeger"]!["environment"]!["COLLECTOR_OTLP_ENABLED"]!.ToString().ShouldBe("true");
    }

    // The pack's own file, which names these nodes and its rules.
    [Fact]
    public void Prometheus_ReadsThePacksJob_WhoseTargetsAreTheNodes()
    {
        var targets = DeployFile.Read("packs/kimberlite/scrape.yml")["scrape_configs"]![0]!["static_configs"]![0]!["targets"].Texts();
        targets.ShouldBe(Nodes.Select(row => $"kimberlite-node{row.Data}:9090"));
        targets.ShouldAllBe(target => s_services.ContainsKey(target.Split(':')[0]));
        s_services["prometheus"]!["volumes"].Texts().ShouldContain("../../packs/kimberlite:/etc/kimberlite:ro");
        s_services["prometheus"]!["command"].Texts().ShouldContain("--config.file=/etc/kimberlite/scrape.yml");
    }
}
