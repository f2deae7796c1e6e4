using Vitrine.Testing;
using Vitrine.Traffic;

namespace Vitrine.Tests.Traffic;

/// <summary>A service that stalls, measured in an open and in a closed loop on a clock that only the test moves.</summary>
public sealed class TrafficRunTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(5);

    private readonly ManualClock _clock = new();
    private readonly HeldService _service = new();
    private readonly HttpClient _http;

    public TrafficRunTests() => _http = new HttpClient(_service);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task OpenLoop_StalledService_MeasuresWhatTheStallKeptBack()
    {
        var plan = Plan(rate: 10, concurrency: 1, seconds: 10);
        var dues = Dues(plan);
        var run = Run(plan, out var running);
        MoveTo(dues[0]);
        await UntilAsync(() => _service.Asked == 1);
        var end = dues[0] + s_stall;
        MoveTo(end);
        _service.Open();
        var keptBack = dues.Count(due => due < end);
        await UntilAsync(() => run.Figures.Outcomes.Answered >= keptBack);
        foreach (var (due, answered) in dues.Skip(keptBack).Select((due, index) => (due, keptBack + index + 1)))
        {
            // The caller must have seen the old time before it moves.
            await UntilAsync(() => _clock.TimerCount == 1 || running.IsCompleted);
            MoveTo(due);
            await UntilAsync(() => run.Figures.Outcomes.Answered >= answered);
        }

        var figures = await running;

        figures.Outcomes.Answered.ShouldBe(dues.Count);
        figures.Latency!.MaxMs.ShouldBe(s_stall.TotalMilliseconds, 3, "the first saw the whole stall");
        var median = dues.Select(due => Math.Max(0, (end - due).TotalMilliseconds)).Order().ElementAt((dues.Count + 1) / 2 - 1);
        figures.Latency.P50Ms.ShouldBe(median, median * 0.005 + 2, "those that came during the stall saw the rest of it");
        figures.Lateness!.MaxMs.ShouldBe((end - dues[1]).TotalMilliseconds, 20);
        figures.Unsent.ShouldBe(0);
    }

    [Fact]
    public async Task OpenLoop_StalledUntilTheEnd_CountsWhatWasNeverSent()
    {
        var plan = Plan(rate: 10, concurrency: 2, seconds: 10);
        var dues = Dues(plan);
        Run(plan, out var running);
        MoveTo(dues[1]);
        await UntilAsync(() => _service.Asked == 2);
        MoveTo(TimeSpan.FromSeconds(10));
        _service.Open();
        var figures = await running;

        (figures.Sent, figures.Unsent).ShouldBe((2, dues.Count - 2));
    }

    [Fact]
    public async Task ClosedLoop_StalledService_SendsNothingMeanwhile()
    {
        Run(Plan(rate: null, concurrency: 3, seconds: 4), out var running);
        await UntilAsync(() => _service.Asked == 3);
        _clock.Advance(s_stall);
        _service.Open();
        var figures = await running;

        (figures.Sent, figures.Outcomes.Answered, figures.Unsent).ShouldBe((3, 3, 0));
        figures.Latency!.P50Ms.ShouldBe(s_stall.TotalMilliseconds, s_stall.TotalMilliseconds * 0.004);
    }

    [Fact]
    public async Task Stop_WhileOneIsUnderWay_LeavesItUnfinished()
    {
        using var stop = new CancellationTokenSource();
        Run(Plan(rate: null, concurrency: 1, seconds: null), out var running, stop.Token);
        await UntilAsync(() => _service.Asked == 1);
        await stop.CancelAsync();
        var figures = await running;

        figures.Outcomes.Unfinished.ShouldBe(1);
        figures.IsGood.ShouldBeFalse("nothing was answered");
    }

    [Fact]
    public async Task Timeout_IsAFailureWithItsReason()
    {
        Run(Plan(rate: null, concurrency: 1, seconds: 1) with { Timeout = s_stall }, out var running);
        await UntilAsync(() => _service.Asked == 1);
        _clock.Advance(s_stall);
        var figures = await running;

        figures.Failures.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["no answer within 5s"] = 1 });
        figures.IsGood.ShouldBeFalse();
    }

    private static TrafficPlan Plan(double? rate, int concurrency, int? seconds) => new()
    {
        Shape = TrafficShape.Find("steady")!,
        Inputs = new CallInputs("m", Streams: false, MaxTokens: 8, PromptWords: 10),
        RatePerSecond = rate,
        Concurrency = concurrency,
        Duration = seconds is { } given ? TimeSpan.FromSeconds(given) : null,
    };

    private static List<TimeSpan> Dues(TrafficPlan plan)
    {
        var (arrivals, dues) = (plan.ToArrivals(), new List<TimeSpan>());
        for (var due = arrivals.Next(default); due < plan.Duration; due = arrivals.Next(default)) dues.Add(due);
        return dues;
    }

    private TrafficRun Run(TrafficPlan plan, out Task<TrafficFigures> running, CancellationToken stop = default)
    {
        var run = new TrafficRun(plan, new TrafficDoors(new Uri("http://service")), _http, [], _clock);
        running = run.RunAsync(stop).WaitAsync(s_deadline);
        return run;
    }

    // Timers count whole milliseconds, so a sleeper may need one more.
    private void MoveTo(TimeSpan time)
    {
        var now = _clock.GetUtcNow() - new ManualClock().GetUtcNow();
        _clock.Advance((time > now ? time - now : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1));
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        while (!isSo()) await Task.Delay(1, deadline.Token);
    }
}
