namespace Vitrine.Profiling.NetTrace;

/// <summary>What a stream held.</summary>
/// <param name="Events">Events that were read.</param>
/// <param name="LostEvents">Events that the runtime numbered but could not keep because its buffer was full.</param>
/// <param name="SizeBytes">Length of the stream.</param>
internal sealed record NetTraceSummary(long Events, long LostEvents, long SizeBytes);
