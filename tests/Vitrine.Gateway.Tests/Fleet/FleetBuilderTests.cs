using System.Net;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Fleet;

public sealed class FleetBuilderTests
{
    private const string Pd = """
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelServer
        metadata: { name: s1 }
        spec:
          inferenceEngine: vLLM
          workloadSelector:
            matchLabels: { app: llm }
            pdGroup: { groupKey: group, prefillLabels: { role: P }, decodeLabels: { role: D } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: p, labels: { app: llm, role: P, group: g1 } }
        status: { podIP: 10.0.0.1 }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: d, labels: { app: llm, role: D, group: g1 } }
        status: { podIP: fd00::2 }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: other, labels: { app: web } }
        status: { podIP: 10.0.0.3 }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: elsewhere, namespace: prod, labels: { app: llm } }
        status: { podIP: 10.0.0.4 }
        """;

    [Fact]
    public void Build_SamePods_KeepsThemWithAllTheyKnow()
    {
        var before = Fleets.Of(Documents.Both);
        var pod = before.Pods[0];
        pod.Load = new PodLoad { Running = 7 };
        pod.Enter();
        var after = Fleets.Of(Documents.Both.Replace("name: a, ", "name: a, labels: { x: y }, metrics: 'http://127.0.0.1:9/m', ", StringComparison.Ordinal), before);
        after.Pods[0].ShouldBeSameAs(pod);
        (pod.Load.Running, pod.OnFlight, pod.IsDraining).ShouldBe((7, 1, false));
        pod.Labels["x"].ShouldBe("y");
        pod.Metrics.ShouldBe(new Uri("http://127.0.0.1:9/m"));
        after.Draining.ShouldBeEmpty();
    }

    [Fact]
    public void Build_OtherAddress_IsAnotherPod()
    {
        var before = Fleets.Of(Documents.Both);
        var after = Fleets.Of(Documents.Both.Replace("8001", "8003", StringComparison.Ordinal), before);
        after.Pods[0].Id.ShouldBe(before.Pods[0].Id);
        after.Pods[0].ShouldNotBeSameAs(before.Pods[0]);
        after.Pods[1].ShouldBeSameAs(before.Pods[1]);
        before.Pods[0].IsDraining.ShouldBeTrue();
    }

    [Fact]
    public void Build_PodLeft_DrainsUntilItsLastRequestIsDone()
    {
        var before = Fleets.Of(Documents.Both);
        var pod = before.Pods[0];
        pod.Enter();
        var without = Documents.Both.Replace("  - { name: a, address: http://127.0.0.1:8001 }\n", "", StringComparison.Ordinal);
        var after = Fleets.Of(without, before);
        after.Pods.Select(left => left.Id.Name).ShouldBe(["b"]);
        pod.IsDraining.ShouldBeTrue();
        after.Draining.ShouldBe([pod]);

        var again = Fleets.Of(without, after);
        again.Draining.ShouldBe([pod]);
        pod.Leave();
        again.Draining.ShouldBeEmpty();
    }

    [Fact]
    public void Build_PodComesBackWhileItDrains_IsTheSameAndOpenAgain()
    {
        var before = Fleets.Of(Documents.Both);
        var pod = before.Pods[0];
        pod.Enter();
        var after = Fleets.Of(Documents.Both, Fleets.Of(Documents.Route, before));
        after.Pods[0].ShouldBeSameAs(pod);
        pod.IsDraining.ShouldBeFalse();
        after.Draining.ShouldBeEmpty();
    }

    [Fact]
    public void Build_PodsByLabel_HaveRoleAndGroup()
    {
        var server = Fleets.Of(Pd).Servers.Single();
        server.Pods.Select(pod => (pod.Id.ToString(), pod.Address.AbsoluteUri, pod.Role, pod.Group, pod.Engine)).ShouldBe(
        [
            ("default/p", "http://10.0.0.1:8000/", PodRole.Prefill, "g1", InferenceEngine.VLlm),
            ("default/d", "http://[fd00::2]:8000/", PodRole.Decode, "g1", InferenceEngine.VLlm),
        ]);
        server.Of(PodRole.Prefill).Select(pod => pod.Id.Name).ShouldBe(["p"]);
        server.Of(PodRole.Aggregated).ShouldBeEmpty();
    }

    [Fact]
    public void Build_TwoServersOfOnePod_ShareIt()
    {
        var fleet = Fleets.Of($"{Documents.Server}\n---\n{Documents.Server.Replace("name: s1", "name: s2", StringComparison.Ordinal)}");
        fleet.Servers[0].Pods[0].ShouldBeSameAs(fleet.Servers[1].Pods[0]);
        fleet.Pods.Count.ShouldBe(2);
    }

    [Fact]
    public void Build_Dns_MakesAPodOfEachAddress()
    {
        const string yaml = "apiVersion: networking.serving.volcano.sh/v1alpha1\nkind: ModelServer\nmetadata: { name: s }\nspec: { dns: { name: llm.example, port: 80, scheme: https } }";
        var addresses = new Dictionary<string, IReadOnlyList<IPAddress>> { ["llm.example"] = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("fd00::1")] };
        Fleets.Of(yaml).Pods.ShouldBeEmpty();
        Fleets.Of(yaml, null, addresses).Pods.Select(pod => (pod.Id.Name, pod.Address.AbsoluteUri)).ShouldBe([("s-10-0-0-1", "https://10.0.0.1:80/"), ("s-fd00-1", "https://[fd00::1]:80/")]);
    }

    [Fact]
    public void Build_Routes_OldestFirst()
    {
        static string Route(string name, string? created) =>
            $"apiVersion: networking.serving.volcano.sh/v1alpha1\nkind: ModelRoute\nmetadata: {{ name: {name}{(created is null ? "" : $", creationTimestamp: '{created}'")} }}\nspec: {{ modelName: m, rules: [{{ targetModels: [{{ modelServerName: s }}] }}] }}\n---\n";
        var fleet = Fleets.Of(Route("b", null) + Route("a", null) + Route("young", "2025-01-01T00:00:00Z") + Route("old", "2024-01-01T00:00:00Z"));
        fleet.Find("m").Routes.Select(route => route.Id.Name).ShouldBe(["old", "young", "a", "b"]);
    }
}
