using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Objects.Reading;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Objects;

public sealed class ObjectReaderTests
{
    [Fact]
    public void Read_ModelRoute_TakesEveryField()
    {
        var route = Read("""
            apiVersion: networking.serving.volcano.sh/v1alpha1
            kind: ModelRoute
            metadata: { name: llama2-route-v1, namespace: prod, creationTimestamp: "2024-01-15T10:30:45Z", labels: { a: b } }
            spec:
              modelName: llama2-7b
              loraAdapters: [lora-A]
              rules:
              - name: premium
                modelMatch:
                  headers: { user-type: { exact: premium }, x-team: {} }
                  uri: { prefix: /v1/chat }
                  body: { model: llama2-7b }
                targetModels: [{ modelServerName: big, weight: 70 }, { modelServerName: small, weight: 30 }]
              - targetModels: [{ modelServerName: small }]
              rateLimit: { inputTokensPerUnit: 10, outputTokensPerUnit: 5000, unit: month, global: { redis: { address: "redis:6379" } } }
            """).Routes.Single();
        route.Id.ShouldBe(new ObjectName("prod", "llama2-route-v1"));
        route.Label.ShouldBe("prod/llama2-route-v1");
        route.ModelName.ShouldBe("llama2-7b");
        route.LoraAdapters.ShouldBe(["lora-A"]);
        route.CreatedAt.ShouldBe(new DateTimeOffset(2024, 1, 15, 10, 30, 45, TimeSpan.Zero));
        route.RateLimit.ShouldBe(new RouteRateLimit(10, 5000, TimeSpan.FromDays(30), "redis:6379"));
        route.Rules.Select(rule => rule.Name).ShouldBe(["premium", null]);
        route.Rules[0].Targets.ShouldBe([new TargetModel("big", 70), new TargetModel("small", 30)]);
        route.Rules[1].Targets.ShouldBe([new TargetModel("small", 100)]);
        var match = route.Rules[0].Match!;
        match.Headers.Select(header => (header.Name, header.Value.Exact)).ShouldBe([("user-type", "premium"), ("x-team", null)]);
        match.Uri!.Prefix.ShouldBe("/v1/chat");
        match.BodyModel.ShouldBe("llama2-7b");
        route.Rules[1].Match.ShouldBeNull();
    }

    [Fact]
    public void Read_ModelServer_TakesEveryField()
    {
        var server = Read("""
            apiVersion: networking.serving.volcano.sh/v1alpha1
            kind: ModelServer
            metadata: { name: s }
            spec:
              model: deepseek-ai/DeepSeek-R1
              inferenceEngine: SGLang
              workloadSelector:
                matchLabels: { app: deepseek }
                pdGroup: { groupKey: group, prefillLabels: { role: P }, decodeLabels: { role: D } }
              workloadPort: { port: 9000, protocol: https }
              trafficPolicy: { timeout: 1m30s, retry: { attempts: 2 } }
              kvConnector: { type: http }
              dns: { name: pods.example, interval: 10s }
              endpoints:
              - { name: a, address: 10.0.0.7 }
              - { address: 10.0.0.8, port: 9001, labels: { role: P, group: "1" } }
              - { name: c, address: "http://[::1]:9002", metrics: "http://[::1]:9003/metrics", role: decode }
            """).Servers.Single();
        server.Model.ShouldBe("deepseek-ai/DeepSeek-R1");
        server.Engine.ShouldBe(InferenceEngine.SgLang);
        server.Selector.ShouldBe(new Dictionary<string, string> { ["app"] = "deepseek" });
        server.PdGroup!.GroupKey.ShouldBe("group");
        (server.Port, server.Scheme).ShouldBe((9000, "https"));
        server.Timeout.ShouldBe(TimeSpan.FromSeconds(90));
        server.Retry.ShouldBe(new RetryPolicy { Attempts = 3, Interval = TimeSpan.FromMilliseconds(100) });
        server.Dns.ShouldBe(new DnsDiscovery("pods.example", 9000, "https", TimeSpan.FromSeconds(10)));
        server.Endpoints.Select(endpoint => (endpoint.Name, endpoint.Address.AbsoluteUri, endpoint.Role)).ShouldBe(
            [("a", "https://10.0.0.7:9000/", null), ("10-0-0-8-9001", "https://10.0.0.8:9001/", null), ("c", "http://[::1]:9002/", PodRole.Decode)]);
        server.Endpoints[2].Metrics.ShouldBe(new Uri("http://[::1]:9003/metrics"));
    }

    [Theory]
    [InlineData("vLLM", 8000)]
    [InlineData("SGLang", 30000)]
    [InlineData("llama.cpp", 8080)]
    [InlineData("vitrine", 8082)]
    public void Read_NoPort_TakesTheEnginesOwn(string engine, int port) =>
        Read($"apiVersion: networking.serving.volcano.sh/v1alpha1\nkind: ModelServer\nmetadata: {{ name: s }}\nspec: {{ inferenceEngine: {engine}, endpoints: [{{ address: localhost }}] }}")
            .Servers.Single().Endpoints.Single().Address.Port.ShouldBe(port);

    [Fact]
    public void Read_ListOfKubectl_TakesItsPods()
    {
        var objects = Read("""
            apiVersion: v1
            kind: List
            metadata: { resourceVersion: "" }
            items:
            - apiVersion: v1
              kind: Pod
              metadata:
                creationTimestamp: "2024-01-15T10:30:45Z"
                labels: { app: deepseek, modelinfer/rolename: P-instance }
                name: deepseek-0
                namespace: default
                ownerReferences: [{ kind: ReplicaSet, name: x }]
              spec: { nodeName: node-1, containers: [{ name: c, image: vllm }] }
              status:
                conditions: [{ type: Ready, status: "True" }]
                phase: Running
                podIP: 10.244.0.7
                podIPs: [{ ip: 10.244.0.7 }]
                startTime: "2024-01-15T10:30:46Z"
            - apiVersion: v1
              kind: Pod
              metadata: { name: deepseek-1 }
              status: { phase: Running, podIP: 10.244.0.8, conditions: [{ type: Ready, status: "False" }] }
            """);
        var pod = objects.Pods.Single();
        pod.Id.ShouldBe(new ObjectName("default", "deepseek-0"));
        pod.Ip.ShouldBe("10.244.0.7");
        pod.Labels["modelinfer/rolename"].ShouldBe("P-instance");
        pod.Info.ShouldBe(new PodInfo("node-1", "Running", new DateTimeOffset(2024, 1, 15, 10, 30, 46, TimeSpan.Zero)));
    }

    [Fact]
    public void Spec_KeepsTypes()
    {
        var spec = Read("""
            apiVersion: networking.serving.volcano.sh/v1alpha1
            kind: ModelServer
            metadata: { name: s }
            spec:
              model: "7"
              endpoints: [{ name: a, address: localhost, port: 8001, labels: { t: 'true', v: "1.5", w: 1.50, x: true, n: ~, h: 0x1F, e: "é\"" } }]
            """).Servers.Single().Spec;
        spec.GetRawText().ShouldBe(
            """{"model":"7","endpoints":[{"name":"a","address":"localhost","port":8001,"labels":{"t":"true","v":"1.5","w":1.5,"x":true,"n":null,"h":"0x1F","e":"\u00E9\u0022"}}]}""");
    }

    [Fact]
    public void Read_ExamplesOfTheFormatsPage_AreValid()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Objects", "gateway-objects.md"));
        string[] examples = [.. page.Split("```yaml\n").Skip(1).Select(part => part.Split("```")[0])];
        examples.Length.ShouldBeGreaterThan(3);
        foreach (var example in examples)
        {
            var reading = ObjectReader.Read([("gateway-objects.md", example)]);
            reading.Errors.ShouldBeEmpty(example);
            reading.Objects.Count.ShouldBeGreaterThan(0, example);
        }
    }

    /// <summary>Valid documents, cut, doubled and overwritten at random: whatever comes out is read or refused, never thrown.</summary>
    [Fact]
    public void Read_BrokenAtRandom_NeverThrows()
    {
        var random = new Random(20260);
        const string alphabet = "{}[]:,-&*!|>'\"%@`#?~\n \t\0\ud800\u00e9a1<.\\";
        const string seed = Documents.Both + "\n---\napiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Pod, metadata: { name: p, labels: { a: b } }, status: { podIP: 10.0.0.1 } }\n";
        for (var round = 0; round < 20_000; round++)
        {
            var text = seed.ToList();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = alphabet[random.Next(alphabet.Length)];
                        break;
                    case 1:
                        text.Insert(at, alphabet[random.Next(alphabet.Length)]);
                        break;
                    case 2:
                        text.RemoveRange(at, random.Next(Math.Min(40, text.Count - at)));
                        break;
                    default:
                        text.InsertRange(at, text.GetRange(0, random.Next(Math.Min(60, text.Count))));
                        break;
                }
            }

            var yaml = string.Concat(text);
            try
            {
                ObjectReader.Read([("f.yaml", yaml)]);
            }
            catch (Exception e)
            {
                Assert.Fail($"Round {round}: {e}\n{yaml}");
            }
        }
    }

    [Fact]
    public void Read_NestedDeeply_IsRefused()
    {
        var errors = ObjectReader.Read([("f.yaml", $"a: {new string('[', 100_000)}")]).Errors;
        errors.Single().ToString().ShouldBe("f.yaml:1:67: Nested more than 64 deep.");
    }

    private static ObjectSet Read(string yaml)
    {
        var reading = ObjectReader.Read([("f.yaml", yaml)]);
        reading.Errors.ShouldBeEmpty();
        return reading.Objects;
    }
}
