using System.Text.Json.Nodes;
using Vitrine.Roles;
using Vitrine.Testing;

namespace Vitrine.Tests.Deploy;

/// <summary>The manifests of <c>deploy/kubernetes</c> agree with each other, with the settings of the roles and with the documents' names.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes/";
    private static readonly (string Role, string File, string Name)[] s_roles = [("model", "model.yaml", "vitrine-model"), ("gateway", "kthena-router.yaml", "kthena-router"), ("forecast", "kronos-api.yaml", "kronos-api"), ("ledger", "kimberlite.yaml", "kimberlite"), ("web", "web.yaml", "vitrine-web")];

    public static TheoryData<string> Roles => [.. RoleCatalog.All.Select(role => role.Name)];

    [Fact]
    public void Files_AreAllNamedByAKustomization()
    {
        foreach (var folder in (string[])[Folder, Folder + "monitoring/"])
        {
            var files = Directory.EnumerateFileSystemEntries(Checkout.PathOf(folder)).Select(Path.GetFileName).Where(name => name != "kustomization.yaml");
            DeployFile.Read(folder + "kustomization.yaml")["resources"].Texts().Order().ShouldBe(files.Order());
        }
    }

    [Fact]
    public void Router_HasTheNamesOfTheDocumentsCommands()
    {
        DeployFile.Read(Folder + "kustomization.yaml")["namespace"]!.ToString().ShouldBe("kthena-system");
        DeployFile.Read(Folder + "namespace.yaml")["metadata"]!["name"]!.ToString().ShouldBe("kthena-system");
        var documents = DeployFile.ReadAll(Folder + "kthena-router.yaml");
        documents.Select(document => (document["kind"]!.ToString(), document["metadata"]!["name"]!.ToString())).ShouldBe([("Deployment", "kthena-router"), ("Service", "kthena-router")]);
        PodOf("gateway")["metadata"]!["labels"]!["app"]!.ToString().ShouldBe("kthena-router");
        ContainerOf("gateway")["name"]!.ToString().ShouldBe("router");
        ContainerOf("gateway")["env"]!.AsArray().Single(variable => variable!["name"]!.ToString() == "ACCESS_LOG_FORMAT")!["value"]!.ToString().ShouldBe("json");
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Role_OpensThePortsOfItsSettings_AndItsServiceFindsThem(string role)
    {
        var plan = RolePlans.Of(ContainerOf(role)["args"].Texts());
        var ports = ContainerOf(role)["ports"]!.AsArray().ToDictionary(port => port!["name"]!.ToString(), port => (int)port!["containerPort"]!.AsValue());
        ports.Values.ShouldBe(plan.PortsOf());
        ports["metrics"].ShouldBe(new Uri(plan.DebugUrl).Port);
        var service = DocumentOf(role, "Service");
        service["spec"]!["selector"]!["app"]!.ToString().ShouldBe(PodOf(role)["metadata"]!["labels"]!["app"]!.ToString());
        foreach (var port in service["spec"]!["ports"]!.AsArray()) ports[port!["targetPort"]!.ToString()].ShouldBe((int)port["port"]!.AsValue());
        ContainerOf(role)["readinessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe(role == "gateway" ? "/readyz" : new Uri(plan.ReadyUrl).AbsolutePath);
        ContainerOf(role)["livenessProbe"]!["httpGet"]!["port"]!.ToString().ShouldBe(ports.Keys.First());
        ContainerOf(role)["env"]!.AsArray().ShouldAllBe(variable => RolePlans.Hears(role, $"{variable!["name"]}"));
    }

    [Fact]
    public void ServiceMonitors_AskEachServiceForEachOfItsPacks_UnderTheDocumentsJobs()
    {
        var asked = new List<(string App, string Pack, string Job)>();
        foreach (var monitor in DeployFile.ReadAll(Folder + "monitoring/service-monitors.yaml"))
        {
            var app = monitor["spec"]!["selector"]!["matchLabels"]!["app"]!.ToString();
            foreach (var endpoint in monitor["spec"]!["endpoints"]!.AsArray())
            {
                endpoint!["port"]!.ToString().ShouldBe("metrics");
                asked.Add((app, endpoint["params"]!["pack"].Texts().Single(), endpoint["relabelings"]!.AsArray().Single()!["replacement"]!.ToString()));
            }
        }

        asked.ShouldBe(
        [
            ("vitrine-model", "kronk", "kronk"), ("vitrine-model", "otel", "otel"),
            ("kthena-router", "kthena", "kthena-router"), ("kthena-router", "otel", "otel"),
            ("kronos-api", "kronos", "kronos-api"), ("kronos-api", "otel", "otel"),
            ("kimberlite", "kimberlite", "kimberlite"), ("kimberlite", "otel", "otel"),
            ("vitrine-web", "aiwatch", "genai-app"), ("vitrine-web", "otel", "otel"),
        ]);
        asked.Select(question => question.App).Distinct().ShouldBe(s_roles.Select(role => role.Name));
    }

    // What stands behind a name of its own: the nodes' headless service is there for the members.
    private static JsonNode DocumentOf(string role, string kind) =>
        DeployFile.ReadAll(Folder + s_roles.Single(entry => entry.Role == role).File).Single(document => document["kind"]!.ToString() == kind && document["spec"]!["clusterIP"] is null);

    private static JsonNode PodOf(string role) => DocumentOf(role, role == "ledger" ? "StatefulSet" : "Deployment")["spec"]!["template"]!;

    // A node of the ledger has its member of etcd beside it.
    private static JsonNode ContainerOf(string role) => PodOf(role)["spec"]!["containers"]!.AsArray().Single(container => container!["image"]!.ToString() == "vitrine")!;
}
