using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Tests.Scheduling;

namespace Vitrine.Gateway.Tests.Polling;

public sealed class PodPollerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly StubPods _pods = new();
    private readonly HttpMessageInvoker _http;
    private readonly CountingLog _log = new();
    private readonly FleetState _fleet = new();

    public PodPollerTests() => _http = new HttpMessageInvoker(_pods);

    [Fact]
    public async Task FirstRound_EveryPodWasAsked_MakesReady()
    {
        var (answers, refuses) = (TestPods.Create("a"), TestPods.Create("b"));
        _fleet.Swap(new FleetSnapshot([], [TestPods.Server(answers, refuses)]));
        _pods.Serve("http://a.test:8000/metrics", "vllm:num_requests_running 3\n");
        _pods.Refuse("http://b.test:8000/metrics");
        var gate = new TaskCompletionSource();
        _pods.Gate = gate.Task;
        using var poller = Create();
        var check = new FirstPollCheck(poller);
        await poller.StartAsync(CancellationToken.None);
        (await StatusAsync(check)).ShouldBe(HealthStatus.Unhealthy);
        gate.SetResult();
        await poller.FirstRound.WaitAsync(s_patience);
        (await StatusAsync(check)).ShouldBe(HealthStatus.Healthy);
        answers.Load.Running.ShouldBe(3);
        refuses.Load.ShouldBeSameAs(PodLoad.None);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Rounds_FleetChanges_FollowAndLogSilenceOnce()
    {
        var first = TestPods.Create("a");
        _fleet.Swap(new FleetSnapshot([], [TestPods.Server(first)]));
        _pods.Refuse("http://a.test:8000/metrics");
        using var poller = Create();
        await poller.StartAsync(CancellationToken.None);
        await Until(() => _pods.Asked.Count(address => address.EndsWith("/metrics", StringComparison.Ordinal)) >= 3);
        _log.Count(EventIds.PodSilent).ShouldBe(1);

        var second = TestPods.Create("b");
        _pods.Serve("http://a.test:8000/metrics", "sglang:num_running_reqs 1\n");
        _pods.Serve("http://b.test:8000/metrics", "sglang:num_running_reqs 2\n");
        _fleet.Swap(new FleetSnapshot([], [TestPods.Server(first, second)]));
        await Until(() => second.Load.Running == 2 && first.Load.Running == 1);
        await Until(() => _log.Count(EventIds.PodAnswers) == 1);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stop_WhilePodsDoNotAnswer_EndsAtOnce()
    {
        _fleet.Swap(new FleetSnapshot([], [TestPods.Server([.. Enumerable.Range(0, 5).Select(i => TestPods.Create($"p{i}"))])]));
        _pods.Gate = new TaskCompletionSource().Task;
        using var poller = Create(new PollingOptions { Timeout = TimeSpan.FromHours(1), Parallel = 2 });
        await poller.StartAsync(CancellationToken.None);
        await Until(() => _pods.Asked.Count == 2);
        await poller.StopAsync(CancellationToken.None).WaitAsync(s_patience);
        _pods.Asked.Count.ShouldBe(2, "never more than two at once, and none after the stop");
        _log.Count(EventIds.PodSilent).ShouldBe(0);
    }

    [Fact]
    public void Validate_Impossible_NamesEach()
    {
        new PollingOptions().Validate().ShouldBeEmpty();
        new PollingOptions { Interval = TimeSpan.Zero, Timeout = TimeSpan.Zero, Parallel = 0, ModelsEvery = 0, EjectAfter = 0, ShortestEjection = TimeSpan.Zero, LongestEjection = TimeSpan.FromSeconds(-1) }
            .Validate().Count.ShouldBe(7);
    }

    public void Dispose()
    {
        _http.Dispose();
        _pods.Dispose();
    }

    private PodPoller Create(PollingOptions? options = null) => new(_fleet, _http, (options ?? new PollingOptions()) with { Interval = TimeSpan.FromMilliseconds(5) }, TimeProvider.System, _log);

    private static async Task<HealthStatus> StatusAsync(IHealthCheck check) =>
        (await check.CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration(FirstPollCheck.Name, check, HealthStatus.Unhealthy, null) })).Status;

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!holds()) await Task.Delay(2, patience.Token);
    }

    private sealed class CountingLog : ILogger<PodPoller>
    {
        private readonly Dictionary<int, int> _counts = [];

        public int Count(int eventId)
        {
            lock (_counts) return _counts.GetValueOrDefault(eventId);
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_counts) _counts[eventId.Id] = _counts.GetValueOrDefault(eventId.Id) + 1;
        }
    }
}
