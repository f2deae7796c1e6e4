using System.Diagnostics;
using Vitrine.Profiling.Live.Plots;
using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Live.Sources;

/// <summary>
/// What the runtime says only as events: how long it held all threads, how long threads waited for locks, and what was allocated, by sample.
/// Written by the session's reader alone, read by the run's thread.
/// </summary>
/// <remarks>
/// One object in about 100 KB of allocations is told (<c>AllocationSampled</c>, new in .NET 10). Each stands for as many of its kind as make it
/// likely to be met, as in Go: <c>1 / (1 - exp(-size / 102400))</c>.
/// </remarks>
internal sealed class RuntimeTotals : INetTraceSink
{
    private const double BytesPerSample = 102_400;

    // By the thread that suspends: events are in order within a thread only.
    private readonly Dictionary<long, (long Since, bool IsForGc)> _suspensions = [];
    private readonly double[] _allocatedBytes = new double[3];
    private double _waitedSeconds;
    private long _lastGcAt;

    /// <summary>What a session records for this.</summary>
    public static EventPipeRequest Request { get; } = new(RuntimeEvents.Live)
    {
        BufferMegabytes = 16,
        Stacks = false,
    };

    /// <summary>Time until all threads stood, for collections.</summary>
    public Histogram GcStopping { get; } = Histogram.OfSeconds();

    /// <summary>Time until all threads stood, for anything else: profilers, tiered code, debuggers.</summary>
    public Histogram OtherStopping { get; } = Histogram.OfSeconds();

    /// <summary>Time from the wish that all threads stand until they ran again, for collections.</summary>
    public Histogram GcPauses { get; } = Histogram.OfSeconds();

    /// <summary>The same for anything else.</summary>
    public Histogram OtherPauses { get; } = Histogram.OfSeconds();

    /// <summary>Estimated number of objects allocated, by size.</summary>
    public Histogram AllocatedObjects { get; } = Histogram.OfBytes();

    /// <summary>Seconds that threads have waited for monitors and <see cref="Lock"/>s, together.</summary>
    public double LockWaitSeconds => Volatile.Read(ref _waitedSeconds);

    /// <summary>When threads last ran again after a collection, in ticks of <see cref="Stopwatch"/>; 0 before that.</summary>
    public long LastGcAt => Volatile.Read(ref _lastGcAt);

    /// <summary>Estimated bytes allocated: as small objects, as large ones, as pinned ones.</summary>
    public double AllocatedBytes(AllocationHeap heap) => Volatile.Read(ref _allocatedBytes[(int)heap]);

    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Provider != RuntimeEvents.Provider) return;
        var payload = record.Payload;
        switch (record.Type.Id)
        {
            case RuntimeEvents.GCSuspendBegin: // The reason, 1 for a collection and 6 for the preparation of one, and how many there were.
                _suspensions[record.ThreadId] = (record.Timestamp, payload.Int32() is 1 or 6);
                break;
            // What began before the session did has no beginning here.
            case RuntimeEvents.GCSuspendEnd when _suspensions.TryGetValue(record.ThreadId, out var suspension):
                Count(suspension.IsForGc ? GcStopping : OtherStopping, suspension.Since, record.Timestamp);
                break;
            case RuntimeEvents.GCRestartEnd when _suspensions.Remove(record.ThreadId, out var suspension):
                Count(suspension.IsForGc ? GcPauses : OtherPauses, suspension.Since, record.Timestamp);
                if (suspension.IsForGc) Volatile.Write(ref _lastGcAt, record.Timestamp);
                break;
            case RuntimeEvents.ContentionStop: // Flags, CLR instance, nanoseconds.
                payload.Take(sizeof(byte) + sizeof(ushort));
                Volatile.Write(ref _waitedSeconds, _waitedSeconds + (payload.Double() / 1e9));
                break;
            case RuntimeEvents.AllocationSampled:
                CountAllocation(payload);
                break;
        }
    }

    private static void Count(Histogram durations, long began, long ended) => durations.Add(Stopwatch.GetElapsedTime(began, ended).TotalSeconds);

    private void CountAllocation(PayloadReader payload)
    {
        var kind = payload.Int32();
        payload.Take(sizeof(ushort) + sizeof(ulong)); // CLR instance, type
        payload.Text(); // The type's name.
        payload.Take(sizeof(ulong)); // Address.
        var sizeBytes = (double)payload.UInt64();
        var objects = 1 / (1 - Math.Exp(-sizeBytes / BytesPerSample));
        AllocatedObjects.Add(sizeBytes, (long)Math.Round(objects));
        ref var allocated = ref _allocatedBytes[Math.Clamp(kind, 0, _allocatedBytes.Length - 1)];
        Volatile.Write(ref allocated, allocated + (sizeBytes * objects));
    }
}
