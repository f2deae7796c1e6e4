using System.Diagnostics;
using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Cpu;

/// <summary>
/// Weighs samples of all threads with the time that each had a processor: between two readings of the times, a thread's time goes to its samples in
/// managed code, each at most the time until the next, and what is left to those that were outside. Who waits gets nothing.
/// </summary>
/// <remarks>
/// Samples arrive later than times, and ordered within a thread only: a window is closed when samples of much later have come. Memory holds the samples of
/// the windows that are open. Times are added on one thread, samples on another.
/// </remarks>
internal sealed class ProcessorShares(CpuSamples samples) : INetTraceSink
{
    private const int InManagedCode = 2;

    // The runtime writes no deeper ones.
    private const int MostFrames = 100;
    private static readonly long s_lateness = Stopwatch.Frequency * 3 / 10;

    private readonly Lock _gate = new();
    private readonly Queue<ThreadTimes> _readings = [];
    private readonly Dictionary<int, Queue<Taken>> _taken = [];
    private readonly Dictionary<int, long> _unspent = [];
    private readonly StackIndex _stacks = new();
    private ThreadTimes? _opened;
    private long _newest;

    /// <summary>Adds a reading of the times: a window ends, the next begins.</summary>
    public void AddTimes(ThreadTimes times)
    {
        lock (_gate) _readings.Enqueue(times);
    }

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Provider != RuntimeEvents.Sampler || record.Stack.IsEmpty) return;
        var payload = record.Payload;
        var thread = (int)record.ThreadId;
        if (!_taken.TryGetValue(thread, out var taken)) _taken.Add(thread, taken = []);
        taken.Enqueue(new Taken(record.Timestamp, _stacks.Of(record.Stack), payload.Int32() == InManagedCode));
        if (record.Timestamp <= _newest) return;
        _newest = record.Timestamp;
        CloseUpTo(_newest - s_lateness);
    }

    /// <summary>All samples and times have come: gives out what is left. Not at the same time as <see cref="OnEvent"/>.</summary>
    public void Finish() => CloseUpTo(long.MaxValue);

    private void CloseUpTo(long timestamp)
    {
        while (TakeReading(timestamp) is { } reading)
        {
            if (_opened is { } opened) Close(opened, reading);
            _opened = reading;
        }
    }

    private ThreadTimes? TakeReading(long timestamp)
    {
        lock (_gate) return _readings.TryPeek(out var next) && next.Timestamp <= timestamp ? _readings.Dequeue() : null;
    }

    private void Close(ThreadTimes from, ThreadTimes to)
    {
        foreach (var (thread, total) in to.Nanoseconds)
        {
            var spent = total - from.Nanoseconds.GetValueOrDefault(thread) + _unspent.GetValueOrDefault(thread);
            if (spent > 0) _unspent[thread] = spent - GiveOut(thread, spent, from.Timestamp, to.Timestamp);
        }

        // Those that waited through the window.
        foreach (var taken in _taken.Values)
        {
            while (taken.TryPeek(out var sample) && sample.Timestamp <= to.Timestamp) taken.Dequeue();
        }
    }

    /// <summary>Gives a thread's time to its samples of a window; returns what found a taker. The rest waits for the next window.</summary>
    private long GiveOut(int thread, long nanoseconds, long from, long to)
    {
        if (!_taken.TryGetValue(thread, out var taken)) return 0;
        var (inside, outside) = (0, 0);
        foreach (var sample in taken)
        {
            if (sample.Timestamp > to) break;
            if (sample.IsManaged) inside++;
            else outside++;
        }

        if (inside + outside == 0) return 0;
        var distance = (long)Stopwatch.GetElapsedTime(from, to).TotalNanoseconds / (inside + outside);
        var each = inside > 0 ? Math.Min(nanoseconds / inside, outside > 0 ? distance : long.MaxValue) : 0;
        var eachOutside = outside > 0 ? (nanoseconds - (each * inside)) / outside : 0;
        while (taken.TryPeek(out var sample) && sample.Timestamp <= to)
        {
            taken.Dequeue();
            if ((sample.IsManaged ? each : eachOutside) is > 0 and var share)
            {
                var stack = _stacks[sample.Stack];
                samples.Add(thread, sample.Timestamp, stack, share, isTruncated: stack.Length >= MostFrames);
            }
        }

        return nanoseconds;
    }

    private readonly record struct Taken(long Timestamp, int Stack, bool IsManaged);
}
