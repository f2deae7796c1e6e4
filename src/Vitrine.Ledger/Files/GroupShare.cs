namespace Vitrine.Ledger.Files;

/// <summary>What the answers to one group have in common.</summary>
/// <param name="View">The view that it was written in.</param>
/// <param name="Acknowledged">Replicas that had it before it was prepared.</param>
/// <param name="BegunAt">When its turn came, in Stopwatch ticks.</param>
/// <param name="Times">When it was in the log, and when it was durable in the own copy.</param>
internal readonly record struct GroupShare(long View, int Acknowledged, long BegunAt, GroupTimes Times);
