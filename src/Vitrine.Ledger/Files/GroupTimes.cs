namespace Vitrine.Ledger.Files;

/// <summary>When a group was where, in Stopwatch ticks.</summary>
/// <param name="WrittenAt">The operating system had it.</param>
/// <param name="DurableAt">The disk had it; under <see cref="SyncMode.Async"/> the same.</param>
public readonly record struct GroupTimes(long WrittenAt, long DurableAt);
