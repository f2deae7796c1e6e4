using System.Diagnostics;

namespace Vitrine.Profiling.Cpu;

/// <summary>The time of a capture, which ends when it is over or when somebody stops it.</summary>
internal readonly struct CaptureTime(TimeSpan duration, CancellationToken stop)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Waits, at most so long; false when the capture is over. Blocks.</summary>
    public bool Wait(TimeSpan most)
    {
        var left = duration - Stopwatch.GetElapsedTime(_started);
        if (left <= TimeSpan.Zero) return false;
        return !stop.WaitHandle.WaitOne(left < most ? left : most) && Stopwatch.GetElapsedTime(_started) < duration;
    }
}
