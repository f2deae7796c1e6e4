using Vitrine.Profiling.Labels;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Memory;

/// <summary>
/// Adds sampled allocations to a profile. The runtime samples by bytes, one in <see cref="MeanIntervalBytes"/> on average, so a large object is
/// met more often than a small one; each counts for as many as it stands for, the way Go's heap profile scales its samples.
/// </summary>
/// <param name="profile">Its first two types are objects and bytes.</param>
/// <param name="valueCount">How many types it has; the others get nothing.</param>
/// <param name="labels">What threads worked on when they allocated.</param>
internal sealed class AllocationSink(ProfileBuilder profile, int valueCount, LabelCapture labels) : INetTraceSink
{
    /// <summary>Bytes between two samples, on average; the runtime has no setting for it.</summary>
    public const int MeanIntervalBytes = 102_400;

    private readonly Dictionary<ulong, ProfileLabel> _types = [];
    private readonly long[] _values = new long[valueCount];
    private double _carriedObjects;

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Id != RuntimeEvents.AllocationSampled) return;
        var payload = record.Payload;
        payload.Int32(); // The kind of heap.
        payload.UInt16(); // The runtime's number.
        var type = payload.UInt64();
        var name = payload.Text();
        payload.UInt64(); // The address.
        var size = payload.UInt64();

        // A sampled object of this size stands for so many, for it is sampled with the probability 1 - e^(-size / interval).
        var weight = 1 / -double.ExpM1(-(double)size / MeanIntervalBytes);
        // What is cut off here is added to the next sample, or every large object would count for too few.
        var objects = weight + _carriedObjects;
        _values[0] = (long)objects;
        _carriedObjects = objects - _values[0];
        _values[1] = (long)(weight * size);
        profile.Add(record.Stack, _values, labels.Of(record.ThreadId, record.Timestamp, LabelOf(type, name)));
    }

    private ProfileLabel LabelOf(ulong type, ReadOnlySpan<char> name)
    {
        if (!_types.TryGetValue(type, out var label)) _types.Add(type, label = new ProfileLabel("type", TypeNames.Of(name)));
        return label;
    }
}
