namespace Vitrine.Ledger.Etcd;

/// <summary>What a member last said of itself.</summary>
/// <param name="IsFailed">Whether it takes no connection, or did not answer within the failure timeout.</param>
/// <param name="Member">Its id among the members; 0 before it first answered.</param>
/// <param name="Leader">The member that it takes for the leader; 0 for none.</param>
/// <param name="Term">The raft term that it is in.</param>
/// <param name="IsLearner">Whether it has no vote.</param>
internal readonly record struct MemberSight(bool IsFailed, ulong Member = 0, ulong Leader = 0, long Term = 0, bool IsLearner = false);
