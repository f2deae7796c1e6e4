using System.Net;
using System.Text;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Tests.Scheduling;

namespace Vitrine.Gateway.Tests.Polling;

/// <summary>Pages as the engines write them, and what the scheduler learns from them.</summary>
public sealed class PodPollTests : IDisposable
{
    private const string Metrics = "http://a.test:8000/metrics";
    private const string Models = "http://a.test:8000/v1/models";
    private readonly StubPods _pods = new();
    private readonly ManualClock _clock = new();
    private readonly HttpMessageInvoker _http;

    public PodPollTests() => _http = new HttpMessageInvoker(_pods);

    [Theory]
    // Two engines: requests add up, the cache is their mean; the old name for waiting wins, so reasons do not count twice.
    [InlineData("vllm", nameof(InferenceEngine.VLlm), 5, 1, 0.375, 0.25, 0.012)]
    [InlineData("vllm-old", nameof(InferenceEngine.VLlm), 8, 12, 0.9316239316239316, 0.5, 0.03)]
    [InlineData("vllm-idle", nameof(InferenceEngine.VLlm), 0, 6, 0, null, null)]
    [InlineData("sglang", nameof(InferenceEngine.SgLang), 6, 2, 0.28, 0.2, 0.015)]
    [InlineData("llamacpp", nameof(InferenceEngine.LlamaCpp), 2, 1, 0.125, null, 0.02)]
    [InlineData("vitrine", nameof(InferenceEngine.Vitrine), 4, 5, 0.25, 0.1, 0.02)]
    [InlineData("vitrine-kronk", nameof(InferenceEngine.Vitrine), 0, 0, 0, 0.25, 0.025)]
    public async Task Run_EnginesPage_IsUnderstood(string page, string engine, double running, double waiting, double kv, double? firstToken, double? perToken)
    {
        var pod = TestPods.Create("a");
        _pods.Serve(Metrics, Encoding.UTF8.GetString(PrometheusScannerTests.Page(page)));
        await Poll(pod).RunAsync();
        pod.Engine.ToString().ShouldBe(engine);
        (pod.Load.Running, pod.Load.Waiting, Math.Round(pod.Load.KvUsage, 9), pod.Load.TimeToFirstToken, pod.Load.TimePerOutputToken)
            .ShouldBe((running, waiting, Math.Round(kv, 9), firstToken, perToken));
        (pod.Load.At, pod.Load.ReadAt).ShouldBe((_clock.GetUtcNow(), _clock.GetTimestamp()));
    }

    [Fact]
    public async Task Run_TwoPolls_LatencyIsWhatWasAddedBetween()
    {
        var pod = TestPods.Create("a");
        var poll = Poll(pod);
        async Task<double?> Next(double sum, double count)
        {
            _pods.Serve(Metrics, $"vllm:time_to_first_token_seconds_sum {sum}\nvllm:time_to_first_token_seconds_count {count}\n");
            await poll.RunAsync();
            return pod.Load.TimeToFirstToken;
        }

        (await Next(0, 0)).ShouldBeNull("nobody was served yet");
        (await Next(10, 100)).ShouldBe(0.1);
        (await Next(11, 102)).ShouldBe(0.5);
        (await Next(11, 102)).ShouldBe(0.5, "nothing new keeps the old");
        (await Next(1, 4)).ShouldBe(0.25, "the pod was restarted");
        (await Next(0, 0)).ShouldBe(0.25, "restarted again, and nobody served yet");
        (await Next(3, 1)).ShouldBe(3);
    }

    [Fact]
    public async Task Run_Models_AreListedEveryFewPolls()
    {
        var pod = TestPods.Create("a");
        var poll = Poll(pod, new PollingOptions { ModelsEvery = 3 });
        _pods.Serve(Metrics, "vllm:num_requests_running 1\n");
        _pods.Serve(Models, """{"object":"list","data":[{"id":"base","meta":{"id":"no"}},7,{"object":"model","id":"sql"}]}""");
        for (var i = 0; i < 4; i++) await poll.RunAsync();
        pod.Load.Models.ShouldBe(["base", "sql"]);
        pod.Load.Running.ShouldBe(1);
        _pods.Asked.ShouldBe([Metrics, Models, Metrics, Metrics, Metrics, Models]);
    }

    [Fact]
    public async Task Run_OwnServer_IsAskedForMetricsAloneAndNamesItsModelsThere()
    {
        var pod = new Pod(new ObjectName("default", "a"), new Uri("http://a.test:8082"), new Uri("http://a.test:8090/metrics"), PodRole.Aggregated, null, new Dictionary<string, string>(StringComparer.Ordinal));
        _pods.Serve("http://a.test:8090/metrics", Encoding.UTF8.GetString(PrometheusScannerTests.Page("vitrine")));
        await Poll(pod).RunAsync();
        pod.Load.Models.ShouldBe(["vitrine-tiny", "other"]);
        _pods.Asked.ShouldBe(["http://a.test:8090/metrics"]);
    }

    [Fact]
    public async Task Run_NoMetricsPage_IsAskedSeldomAndStaysUnmeasured()
    {
        var pod = TestPods.Create("a");
        var poll = Poll(pod, new PollingOptions { ModelsEvery = 4 });
        _pods.Serve(Models, """{"data":[{"id":"qwen"}]}""");
        for (var i = 0; i < 8; i++) await poll.RunAsync();
        poll.Silence.ShouldBeNull();
        (pod.Load.ReadAt, pod.Engine).ShouldBe((long.MinValue, InferenceEngine.Unknown));
        pod.Load.Models.ShouldBe(["qwen"]);
        _pods.Asked.ShouldBe([Metrics, Models, Metrics, Models]);
    }

    [Fact]
    public async Task Run_SilentPod_KeepsItsLoadWhichGrowsStale()
    {
        var pod = TestPods.Create("a");
        var poll = Poll(pod);
        _pods.Serve(Metrics, "vllm:num_requests_running 1\n");
        await poll.RunAsync();
        var load = pod.Load;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _pods.Refuse(Metrics);
        await poll.RunAsync();
        poll.Silence.ShouldBe("connection refused");
        pod.Load.ShouldBeSameAs(load);

        _pods.Serve(Metrics, "broken", HttpStatusCode.InternalServerError);
        await poll.RunAsync();
        pod.Load.ShouldBeSameAs(load);
        _pods.Serve(Metrics, "<html>\n<body class=\"x\">vllm:num_requests_running</body>\n</html>\n");
        await poll.RunAsync();
        pod.Load.ShouldBeSameAs(load);
    }

    [Fact]
    public async Task Run_NoAnswer_EndsAtTheTimeoutAndTheNextPollWorks()
    {
        var pod = TestPods.Create("a");
        var poll = Poll(pod, new PollingOptions { Timeout = TimeSpan.FromMilliseconds(20) });
        _pods.Gate = new TaskCompletionSource().Task;
        await poll.RunAsync();
        poll.Silence.ShouldBe("no answer within 0.02 s");
        _pods.Gate = Task.CompletedTask;
        _pods.Serve(Metrics, "vllm:num_requests_running 2\n");
        await poll.RunAsync();
        poll.Silence.ShouldBeNull();
        pod.Load.Running.ShouldBe(2);
    }

    [Fact]
    public async Task Run_EndlessPage_IsReadUpToItsLimit()
    {
        var pod = TestPods.Create("a");
        _pods.Serve(Metrics, "vllm:num_requests_running 2\n" + new string('#', 9 * 1024 * 1024) + "\nvllm:num_requests_waiting 5\n");
        await Poll(pod).RunAsync();
        (pod.Load.Running, pod.Load.Waiting).ShouldBe((2, 0));
    }

    [Theory]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{"models":[{"name":"x"}],"data":[{"id":"a"}]}""", "a")]
    [InlineData("""{"data":{"id":"a"}}""", null)]
    [InlineData("""[{"id":"a"}]""", null)]
    [InlineData("""{"data":[{"id":"a"}""", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void ModelList_Read_TakesIdsOrNothing(string json, string? models) => (ModelList.Read(Encoding.UTF8.GetBytes(json)) is { } list ? string.Join(',', list) : null).ShouldBe(models);

    public void Dispose()
    {
        _http.Dispose();
        _pods.Dispose();
    }

    private PodPoll Poll(Pod pod, PollingOptions? options = null) => new(pod, _http, options ?? new PollingOptions(), _clock);
}
