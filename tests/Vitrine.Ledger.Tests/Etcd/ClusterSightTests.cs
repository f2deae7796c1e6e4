using Vitrine.Ledger.Etcd;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>Who leads, of what three members say; node 1 looks, and its members' ids are 10, 20 and 30.</summary>
public sealed class ClusterSightTests
{
    private static readonly MemberSight s_unseen = default;

    [Fact]
    public void Of_MembersThatAgree_IsTheirLeader() => See(Says(10, 20, 5), Says(20, 20, 5), Says(30, 20, 5)).ShouldBe(new ClusterSight(5, 2, 3, false, false));

    [Fact]
    public void Of_ALeaderWhoseMemberIsSilent_IsDoubtful() => See(Says(10, 20, 5), Failed(20, 20, 5), Says(30, 20, 5)).ShouldBe(new ClusterSight(5, 2, 2, false, IsDoubtful: true));

    [Fact]
    public void Of_AMemberThatIsCutOff_IsTheOthersLeaderInDoubt() => See(Says(10, 0, 9), Says(20, 20, 5), Says(30, 20, 5)).ShouldBe(new ClusterSight(5, 2, 3, false, IsDoubtful: true));

    [Fact]
    public void Of_AnOldLeaderBesideANewOne_IsTheNewOne() => See(Says(10, 10, 5), Says(20, 20, 6), Says(30, 20, 6)).ShouldBe(new ClusterSight(6, 2, 3, false, false));

    [Fact]
    public void Of_NobodyWhoKnowsALeader_IsNoneInTheLatestTerm() => See(Says(10, 0, 6), Failed(20, 20, 5), Says(30, 0, 7)).ShouldBe(new ClusterSight(7, 0, 2, false, false));

    [Fact]
    public void Of_ALeaderThatWasNeverSeen_IsNone() => See(Says(10, 20, 5), s_unseen, Says(30, 20, 5)).Leader.ShouldBe(0);

    [Fact]
    public void Of_NobodyWhoAnswers_IsNothing() => See(s_unseen with { IsFailed = true }, s_unseen, s_unseen).ShouldBe(default);

    [Fact]
    public void Of_ALearner_SaysSo() => See(Says(10, 20, 5) with { IsLearner = true }, Says(20, 20, 5), Says(30, 20, 5)).IsLearner.ShouldBeTrue();

    private static ClusterSight See(params MemberSight[] members) => ClusterSight.Of(members, own: 0);

    private static MemberSight Says(ulong member, ulong leader, long term) => new(IsFailed: false, member, leader, term);

    private static MemberSight Failed(ulong member, ulong leader, long term) => new(IsFailed: true, member, leader, term);
}
