using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Tests.Scheduling;

namespace Vitrine.Gateway.Tests.Polling;

public sealed class EjectionTests
{
    private readonly ManualClock _clock = new();
    private readonly FleetState _fleet = new();
    private readonly Ejection _ejection;

    public EjectionTests() => _ejection = new Ejection(_fleet, new PollingOptions(), _clock, NullLogger<Ejection>.Instance);

    [Fact]
    public void ReportFailure_InARow_EjectsLongerEachTimeUpToTheLimit()
    {
        var pod = Fleet(2)[0];
        Fail(pod, 2);
        IsEjected(pod).ShouldBeFalse();
        Fail(pod, 1);
        foreach (var seconds in new[] { 5, 10, 20, 40, 60, 60 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            IsEjected(pod).ShouldBeTrue($"for {seconds} s");
            _clock.Advance(TimeSpan.FromTicks(1));
            IsEjected(pod).ShouldBeFalse($"after {seconds} s");
            Fail(pod, 1);
        }
    }

    [Fact]
    public void ReportSuccess_Between_ForgetsFailures()
    {
        var pod = Fleet(2)[0];
        for (var i = 0; i < 10; i++)
        {
            Fail(pod, 2);
            _ejection.ReportSuccess(pod);
        }

        IsEjected(pod).ShouldBeFalse();
    }

    [Fact]
    public void ReportFailure_OfAttemptsFromBefore_DoesNotLengthenTheEjection()
    {
        var pod = Fleet(2)[0];
        Fail(pod, 50);
        _clock.Advance(TimeSpan.FromSeconds(5));
        IsEjected(pod).ShouldBeFalse();
    }

    [Fact]
    public void ReportFailure_LastOfItsServer_StaysInTheChoice()
    {
        var pods = Fleet(3);
        pods[2].IsDraining = true;
        Fail(pods[0], 3);
        Fail(pods[1], 9);
        (IsEjected(pods[0]), IsEjected(pods[1])).ShouldBe((true, false));

        // When the other comes back, the next failure ejects this one.
        _clock.Advance(TimeSpan.FromSeconds(5));
        Fail(pods[1], 1);
        IsEjected(pods[1]).ShouldBeTrue();
    }

    [Fact]
    public void ReportFailure_LastOfItsRoleOrGroup_StaysInTheChoice()
    {
        var (decode, prefill, otherGroup) = (TestPods.Create("d", PodRole.Decode, "x"), TestPods.Create("p", PodRole.Prefill, "x"), TestPods.Create("q", PodRole.Prefill, "y"));
        _fleet.Swap(new FleetSnapshot([], [TestPods.Disaggregated(decode, prefill, otherGroup)]));
        foreach (var pod in new[] { decode, prefill, otherGroup }) Fail(pod, 5);
        new[] { decode, prefill, otherGroup }.ShouldAllBe(pod => !IsEjected(pod));
    }

    [Fact]
    public async Task ReportFailure_AllAtOnceFromManyThreads_LeavesOne()
    {
        for (var round = 0; round < 50; round++)
        {
            var pods = Fleet(4);
            await Task.WhenAll(pods.Select(pod => Task.Run(() => Fail(pod, 3))));
            pods.Count(IsEjected).ShouldBe(3);
        }
    }

    private Pod[] Fleet(int count)
    {
        var pods = Enumerable.Range(0, count).Select(i => TestPods.Create($"p{i}")).ToArray();
        _fleet.Swap(new FleetSnapshot([], [TestPods.Server(pods)]));
        return pods;
    }

    private void Fail(Pod pod, int times)
    {
        for (var i = 0; i < times; i++) _ejection.ReportFailure(pod);
    }

    private bool IsEjected(Pod pod) => pod.IsEjected(_clock.GetTimestamp());
}
