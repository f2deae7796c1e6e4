using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>Views and their changes, of what node 1 sees of the cluster.</summary>
public sealed class ViewTrackerTests : IDisposable
{
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions { Kinds = LedgerKinds.All });
    private readonly NodeStory _story = new();
    private readonly ViewTracker _tracker;

    public ViewTrackerTests()
    {
        _telemetry.AddProjection(_story);
        _tracker = new ViewTracker(nodeId: 1, new EngineTelemetry(_telemetry));
    }

    [Fact]
    public void See_TheFirstLeader_IsNoChange()
    {
        Arrive(leader: 1, term: 5);

        (_tracker.View, _tracker.Leader).ShouldBe((5, 1));
        Changes().ShouldBeEmpty();
        _story.Of(LedgerKinds.BecameLeader).ShouldHaveSingleItem().Number(LedgerFacts.View).ShouldBe(5);
    }

    [Fact]
    public void See_TheLeaderLostAndAnotherFound_IsOneChange()
    {
        Arrive(leader: 1, term: 5);

        See(leader: 0, term: 5);
        (_tracker.View, _tracker.Leader, _tracker.IsArriving).ShouldBe((5, 0, false));
        See(leader: 2, term: 6);
        (_tracker.View, _tracker.Leader, _tracker.IsArriving).ShouldBe((6, 0, true));
        _tracker.Arrive(commitNumber: 9);

        (_tracker.View, _tracker.Leader).ShouldBe((6, 2));
        Changes().ShouldBe(["6 from 1 leader_lost Ok"]);
        _story.Of(LedgerKinds.LostLeadership).ShouldHaveSingleItem().Number(LedgerFacts.View).ShouldBe(5);
        _story.Of(LedgerKinds.BecameLeader).Count.ShouldBe(1);
    }

    [Fact]
    public void See_AnotherLeaderAtOnce_IsAChangeThatWasRequested()
    {
        Arrive(leader: 2, term: 5);
        Arrive(leader: 1, term: 6);

        Changes().ShouldBe(["6 from 2 requested Ok"]);
    }

    [Fact]
    public void See_ALaterTermBeforeALeader_OvertakesTheChange()
    {
        Arrive(leader: 2, term: 5);
        See(leader: 0, term: 5);
        See(leader: 0, term: 6);
        See(leader: 0, term: 7);
        Arrive(leader: 3, term: 8);

        Changes().ShouldBe(["6 from 2 leader_lost Timeout", "7 from 2 leader_lost Timeout", "8 from 2 leader_lost Ok"]);
    }

    [Fact]
    public void See_TheLeaderLostAgainBeforeArriving_IsAnotherChange()
    {
        Arrive(leader: 2, term: 5);
        See(leader: 3, term: 6);
        See(leader: 0, term: 6);
        Arrive(leader: 2, term: 7);

        Changes().ShouldBe(["6 from 2 requested Timeout", "7 from 3 leader_lost Ok"]);
    }

    [Fact]
    public void See_TheSameTwice_IsNothing()
    {
        Arrive(leader: 2, term: 5);
        See(leader: 2, term: 5);

        _tracker.Leader.ShouldBe(2);
        Changes().ShouldBeEmpty();
    }

    [Fact]
    public void Stop_BeforeALeaderIsKnown_AbandonsTheChange()
    {
        Arrive(leader: 2, term: 5);
        See(leader: 0, term: 5);
        _tracker.Stop();

        Changes().ShouldBe(["6 from 2 leader_lost Abandoned"]);
    }

    public void Dispose() => _telemetry.Dispose();

    private void See(int leader, long term) => _tracker.See(new ClusterSight(term, leader, Healthy: 3, IsLearner: false, IsDoubtful: false), commitNumber: 9);

    private void Arrive(int leader, long term)
    {
        See(leader, term);
        _tracker.Arrive(commitNumber: 9);
    }

    private IEnumerable<string> Changes() => _story.Of(LedgerKinds.ViewChange).Select(told => $"{told.Number(LedgerFacts.View)} from {told.Number(LedgerFacts.FormerLeader)} {told.Facts[LedgerFacts.Reason.Name]} {told.Outcome}");
}
