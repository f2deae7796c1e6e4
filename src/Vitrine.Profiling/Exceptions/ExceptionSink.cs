using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Memory;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Exceptions;

/// <summary>Counts exceptions by the stack that threw them, their type, and what the thread worked on.</summary>
internal sealed class ExceptionSink(LabelCapture labels) : INetTraceSink
{
    private readonly Dictionary<string, ProfileLabel> _types = new(StringComparer.Ordinal);

    /// <summary>The counts so far.</summary>
    public SampleTable Thrown { get; } = new(valueCount: 1);

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Id == RuntimeEvents.ExceptionThrown) Thrown.Add(record.Stack, [1], labels.Of(record.ThreadId, record.Timestamp, LabelOf(record.Payload.Text())));
    }

    private ProfileLabel LabelOf(ReadOnlySpan<char> type)
    {
        var types = _types.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!types.TryGetValue(type, out var label)) types[type] = label = new ProfileLabel("type", TypeNames.Of(type));
        return label;
    }
}
