using System.Diagnostics;
using Vitrine.Profiling.Live.Sources;

namespace Vitrine.Profiling.Live;

/// <summary>A moment: what several charts show is read once, so that they agree. One per run, taken anew each tick by the run's thread.</summary>
internal sealed class LiveSample(RunSources sources)
{
    private long _takenAt;
    private long _gcIndex = -1;

    /// <summary>When it was taken, in milliseconds since 1970.</summary>
    public long TimestampMs { get; private set; }

    /// <summary>Since the moment before; meaningless at the first.</summary>
    public double ElapsedSeconds { get; private set; }

    /// <summary>Whether there was none before.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>The state after the last collection, of whatever kind.</summary>
    public GCMemoryInfo Memory { get; private set; }

    /// <summary>Bytes that objects take now, dead ones that were not collected yet among them.</summary>
    public long HeapBytes { get; private set; }

    /// <summary>Bytes allocated since the process began.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Processor time of the process.</summary>
    public Environment.ProcessCpuUsage Cpu { get; private set; }

    /// <summary>When the last collection ended, in milliseconds since 1970; 0 when there was none. It is exact where the runtime tells, else known to a tick.</summary>
    public long LastGcMs { get; private set; }

    /// <summary>Takes the next moment.</summary>
    public void Take()
    {
        var now = Stopwatch.GetTimestamp();
        IsFirst = _takenAt == 0;
        ElapsedSeconds = Stopwatch.GetElapsedTime(_takenAt, now).TotalSeconds;
        _takenAt = now;
        TimestampMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Memory = GC.GetGCMemoryInfo(GCKind.Any);
        HeapBytes = GC.GetTotalMemory(forceFullCollection: false);
        AllocatedBytes = GC.GetTotalAllocatedBytes(precise: false);
        Cpu = Environment.CpuUsage;
        TellLastGc(now);
    }

    private void TellLastGc(long now)
    {
        if (sources.Events is { LastGcAt: > 0 and var ended }) LastGcMs = TimestampMs - (long)Stopwatch.GetElapsedTime(ended, now).TotalMilliseconds;
        else if (Memory.Index > _gcIndex && !IsFirst) LastGcMs = TimestampMs;
        if (Memory.Index > _gcIndex && !IsFirst)
        {
            foreach (var pause in Memory.PauseDurations)
            {
                if (pause > TimeSpan.Zero) sources.LastPauses.Add(pause.TotalSeconds);
            }
        }

        _gcIndex = Memory.Index;
    }
}
