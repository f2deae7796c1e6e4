namespace Vitrine.Profiling.NetTrace;

/// <summary>The while whose events were recorded.</summary>
/// <param name="Duration">How long it was.</param>
/// <param name="EndedAt">When it ended, in ticks of <see cref="System.Diagnostics.Stopwatch"/>. A few events that came later are read too.</param>
internal readonly record struct RecordedWindow(TimeSpan Duration, long EndedAt);
