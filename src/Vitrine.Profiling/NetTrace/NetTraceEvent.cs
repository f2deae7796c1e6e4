namespace Vitrine.Profiling.NetTrace;

/// <summary>One event, valid only during <see cref="INetTraceSink.OnEvent"/>: its bytes belong to the reader's block.</summary>
internal readonly ref struct NetTraceEvent
{
    public required EventType Type { get; init; }

    /// <summary>The operating system's id of the thread that the event is about.</summary>
    public required long ThreadId { get; init; }

    /// <summary>In ticks of <see cref="System.Diagnostics.Stopwatch"/>, on the same clock.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Instruction pointers, leaf first; all but the leaf are return addresses. Empty where the runtime took no stack.</summary>
    public required ReadOnlySpan<ulong> Stack { get; init; }

    public required PayloadReader Payload { get; init; }
}
