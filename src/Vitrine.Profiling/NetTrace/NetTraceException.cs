namespace Vitrine.Profiling.NetTrace;

/// <summary>A stream that is not nettrace version 4, or is cut off or damaged. The message names the fact and the byte offset.</summary>
internal sealed class NetTraceException(string fact, long offset) : Exception($"{fact} (offset {offset})")
{
    /// <summary>Bytes from the beginning of the stream to the place that could not be read.</summary>
    public long Offset { get; } = offset;
}
