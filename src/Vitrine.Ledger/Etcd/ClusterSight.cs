namespace Vitrine.Ledger.Etcd;

/// <summary>What the members say, taken together.</summary>
/// <param name="Term">The leader's raft term; without a leader the highest that anybody is in.</param>
/// <param name="Leader">The leader's node id; 0 for none, or for one whose node is not known.</param>
/// <param name="Healthy">Members that answer.</param>
/// <param name="IsLearner">Whether the own member has no vote.</param>
/// <param name="IsDoubtful">Whether the leader is hearsay: its own member does not answer, or somebody is in a later term. A read that a majority confirms tells.</param>
internal readonly record struct ClusterSight(long Term, int Leader, int Healthy, bool IsLearner, bool IsDoubtful)
{
    /// <summary>The member in the highest term that knows a leader is believed. A leader's node is the one whose member has said that it has the leader's id.</summary>
    /// <param name="members">What each member last said, in the order of the node ids.</param>
    /// <param name="own">The place of the own one.</param>
    public static ClusterSight Of(ReadOnlySpan<MemberSight> members, int own)
    {
        var (healthy, newest) = (0, 0L);
        var believed = default(MemberSight);
        foreach (var sight in members)
        {
            if (sight.IsFailed || sight.Member == 0) continue;
            healthy++;
            newest = Math.Max(newest, sight.Term);
            if (sight.Leader != 0 && sight.Term > believed.Term) believed = sight;
        }

        var leader = -1;
        for (var place = 0; place < members.Length && believed.Leader != 0; place++)
        {
            if (members[place].Member == believed.Leader) leader = place;
        }

        return leader < 0
            ? new ClusterSight(newest, 0, healthy, members[own].IsLearner, IsDoubtful: false)
            : new ClusterSight(believed.Term, leader + 1, healthy, members[own].IsLearner, members[leader].IsFailed || newest > believed.Term);
    }
}
