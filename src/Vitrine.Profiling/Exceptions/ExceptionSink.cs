using Vitrine.Profiling.Memory;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Exceptions;

/// <summary>Counts exceptions by the stack that threw them and their type.</summary>
internal sealed class ExceptionSink : INetTraceSink
{
    private readonly Dictionary<string, ProfileLabel> _types = new(StringComparer.Ordinal);

    /// <summary>The counts so far.</summary>
    public SampleTable Thrown { get; } = new(valueCount: 1);

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Id == RuntimeEvents.ExceptionThrown) Thrown.Add(record.Stack, [1], [LabelOf(record.Payload.Text())]);
    }

    private ProfileLabel LabelOf(ReadOnlySpan<char> type)
    {
        var labels = _types.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!labels.TryGetValue(type, out var label)) labels[type] = label = new ProfileLabel("type", TypeNames.Of(type));
        return label;
    }
}
