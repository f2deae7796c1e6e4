namespace Vitrine.Gateway.Scheduling.Prefixes;

/// <summary>How much of a prompt a pod read before.</summary>
/// <param name="Pod">The pod's number.</param>
/// <param name="Blocks">Leading blocks that match, at least 1.</param>
/// <param name="Clock">The pod's count of prompt blocks when the last of them came to it.</param>
internal readonly record struct PrefixMatch(int Pod, int Blocks, long Clock);
