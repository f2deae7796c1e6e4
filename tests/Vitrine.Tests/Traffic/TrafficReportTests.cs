using Vitrine.Terminal;
using Vitrine.Traffic;

namespace Vitrine.Tests.Traffic;

public sealed class TrafficReportTests : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly TestSurroundings _surroundings = new();
    private readonly TrafficTally _tally = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Write_NamesFromAStranger_DoNotSteerTheTerminal()
    {
        Failed("500 \u001b[2Jgone [red]");

        var plan = new TrafficPlan { Shape = TrafficShape.Find("steady")!, Inputs = new CallInputs("\u001b]0;m", null, 1, 10) };
        TrafficReport.Write(plan, new Uri("http://service"), _tally.Read(s_second), _surroundings.Value.ForOutput());

        _surroundings.Output.ShouldContain("failed  1 × 500 \ufffd[2Jgone [red]");
        _surroundings.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public void Line_NamesOnlyWhatHappened()
    {
        _tally.Started(default);
        _tally.Started(default);
        _tally.Ended(CallKind.Chat, new CallResult(CallOutcome.Answered) { OutputTokens = 3 }, TimeSpan.FromMilliseconds(12), s_second);

        TrafficReport.Line(_tally.Read(s_second)).ShouldBe("2 sent, 1 answered (1/s), 1 under way, first token p50 12.0 p99 12.0 ms");
    }

    [Fact]
    public void Failures_OfManyKinds_KeepEightOfThem()
    {
        for (var i = 0; i < 100; i++) Failed($"request {i} failed");

        var failures = _tally.Read(s_second).Failures;

        failures.Count.ShouldBe(9);
        failures["other reasons"].ShouldBe(92);
    }

    private void Failed(string problem)
    {
        _tally.Started(default);
        _tally.Ended(CallKind.Chat, new CallResult(CallOutcome.Failed) { Problem = problem }, null, s_second);
    }
}
