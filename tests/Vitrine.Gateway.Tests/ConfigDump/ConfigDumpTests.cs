using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vitrine.Gateway.ConfigDump;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Routing;
using Vitrine.Gateway.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Tests.ConfigDump;

/// <summary>The dumps over real HTTP, in the shapes of section B1.1.</summary>
public sealed class ConfigDumpTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private FleetState Fleet => _app.Services.GetRequiredService<FleetState>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton<ITelemetry>(new VitrineTelemetry(new TelemetryOptions())).AddFleet(new FleetOptions());
        _app = builder.Build();
        foreach (var pages in _app.Services.GetServices<IDebugPages>()) pages.Map(_app);
        _app.MapModelList(Fleet);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Lists_NothingThere_AreEmptyAndNotNull()
    {
        (await DumpAsync("/modelroutes")).ShouldBe("""{"modelroutes":[]}""");
        (await DumpAsync("/modelservers")).ShouldBe("""{"modelservers":[]}""");
        (await DumpAsync("/pods")).ShouldBe("""{"pods":[]}""");
        (await GetAsync("/v1/models")).ShouldBe((HttpStatusCode.OK, """{"object":"list","data":[]}"""));
        (await DumpAsync("")).ShouldBe("""{"modelroutes":0,"modelservers":0,"pods":0,"drainingPods":0,"errors":[],"warnings":[],"upstreams":[],"dnsFailures":[]}""");
    }

    [Theory]
    [InlineData("modelroutes", "ModelRoute")]
    [InlineData("modelservers", "ModelServer")]
    [InlineData("pods", "Pod")]
    public async Task One_NotThere_Is404(string list, string kind) =>
        (await GetAsync($"/debug/config_dump/namespaces/x/{list}/y")).ShouldBe((HttpStatusCode.NotFound, $$"""{"error":"{{kind}} not found"}"""));

    [Fact]
    public async Task Objects_InForce_HaveTheDocumentedShapes()
    {
        Put(Documents.Both);
        const string route = """{"name":"r1","namespace":"default","spec":{"modelName":"llama","rules":[{"targetModels":[{"modelServerName":"s1"}]}]}}""";
        const string server = """{"name":"s1","namespace":"default","spec":{"inferenceEngine":"vLLM","endpoints":[{"name":"a","address":"http://127.0.0.1:8001"},{"name":"b","address":"http://127.0.0.1:8002"}]},"associatedPods":["default/a","default/b"]}""";
        (await DumpAsync("/modelroutes")).ShouldBe($$"""{"modelroutes":[{{route}}]}""");
        (await DumpAsync("/modelservers")).ShouldBe($$"""{"modelservers":[{{server}}]}""");
        (await DumpAsync("/namespaces/default/modelroutes/r1")).ShouldBe(route);
        (await DumpAsync("/namespaces/default/modelservers/s1")).ShouldBe(server);
        (await GetAsync("/v1/models")).ShouldBe((HttpStatusCode.OK, """{"object":"list","data":[{"id":"llama","object":"model","created":0,"owned_by":"kthena"}]}"""));
    }

    [Fact]
    public async Task Pods_InForce_ShowWhatTheyLastSaid()
    {
        Put(Documents.Both);
        Fleet.Current.Pods[0].Load = new PodLoad { KvUsage = 0.25, Waiting = 1, Running = 2, TimeToFirstToken = 0.5, TimePerOutputToken = double.NaN, Models = ["llama"] };
        const string a = """{"name":"a","namespace":"default","engine":"vLLM","metrics":{"gpuCacheUsage":0.25,"requestWaitingNum":1,"requestRunningNum":2,"tpot":0,"ttft":0.5},"models":["llama"],"modelServers":["default/s1"]""";
        const string b = """{"name":"b","namespace":"default","engine":"vLLM","metrics":{"gpuCacheUsage":0,"requestWaitingNum":0,"requestRunningNum":0,"tpot":0,"ttft":0},"models":[],"modelServers":["default/s1"]""";
        (await DumpAsync("/pods")).ShouldBe("{\"pods\":[" + a + "}," + b + "}]}");
        (await DumpAsync("/namespaces/default/pods/a")).ShouldBe($$$"""{{{a}}},"podInfo":{"podIP":"127.0.0.1","nodeName":"","phase":"Running"}}""");
    }

    [Fact]
    public async Task Pods_OfPrefillAndDecode_StandInTheirLists()
    {
        Put("""
            apiVersion: networking.serving.volcano.sh/v1alpha1
            kind: ModelServer
            metadata: { name: pd, namespace: prod }
            spec:
              workloadPort: { port: 8000 }
              workloadSelector: { matchLabels: { app: x }, pdGroup: { groupKey: g, prefillLabels: { r: P }, decodeLabels: { r: D } } }
            ---
            { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: prod, labels: { app: x, r: P } }, status: { podIP: 10.0.0.1, startTime: "2006-01-02T15:04:05Z" }, spec: { nodeName: n1 } }
            ---
            { apiVersion: v1, kind: Pod, metadata: { name: d, namespace: prod, labels: { app: x, r: D } }, status: { podIP: 10.0.0.2 } }
            """);
        (await DumpAsync("/namespaces/prod/modelservers/pd")).ShouldEndWith(""","associatedPods":["prod/p","prod/d"],"decodePods":["prod/d"],"prefillPods":["prod/p"]}""");
        (await DumpAsync("/namespaces/prod/pods/p")).ShouldEndWith(""","podInfo":{"podIP":"10.0.0.1","nodeName":"n1","phase":"Running","startTime":"2006-01-02T15:04:05Z","labels":{"app":"x","r":"P"}}}""");
    }

    [Fact]
    public async Task Pods_ThatDrain_AreShownUntilTheirLastRequestIsDone()
    {
        Put(Documents.Both);
        var pod = Fleet.Current.Pods[0];
        pod.Enter();
        Put(Documents.Route);
        (await DumpAsync("/namespaces/default/pods/a")).ShouldEndWith(""""modelServers":[],"podInfo":{"podIP":"127.0.0.1","nodeName":"","phase":"Terminating"}}"""");
        (await DumpAsync("")).ShouldContain("\"drainingPods\":1");
        pod.Leave();
        (await GetAsync("/debug/config_dump/namespaces/default/pods/a")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Index_LastReloadFailed_SaysWhere()
    {
        var config = _app.Services.GetRequiredService<ConfigState>();
        config.Succeed(DateTimeOffset.UnixEpoch, []);
        config.Fail(DateTimeOffset.UnixEpoch.AddSeconds(1), [new DocumentError("objects/a.yaml", 3, 5, "spec.rules", "is missing.")], []);
        var index = await DumpAsync("");
        index.ShouldContain(""""lastReload":{"at":"1970-01-01T00:00:01Z","inForce":false,"lastSuccessAt":"1970-01-01T00:00:00Z","reloads":1,"failures":1}"""");
        index.ShouldContain(""""errors":[{"file":"objects/a.yaml","line":3,"column":5,"field":"spec.rules","message":"is missing."}]"""");
    }

    private void Put(string yaml) => _app.Services.GetRequiredService<FleetAssembler>().SetFolder(Fleets.Objects(yaml));

    private async Task<string> DumpAsync(string path)
    {
        var (status, body) = await GetAsync($"/debug/config_dump{path}");
        status.ShouldBe(HttpStatusCode.OK);
        return body;
    }

    /// <summary>The answer without the blanks that make it readable.</summary>
    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        using var document = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return (response.StatusCode, System.Text.Json.JsonSerializer.Serialize(document.RootElement, s_plain));
    }

    private static readonly System.Text.Json.JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
