using System.Runtime.InteropServices;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Waits;

/// <summary>Pairs the two events of a wait by thread, and adds up how often and how long each stack waited.</summary>
internal sealed class WaitSink(WaitKind kind) : INetTraceSink
{
    private readonly Dictionary<long, OpenWait> _open = [];

    /// <summary>The sums so far: waits, nanoseconds, and how many of the waits were not over.</summary>
    public SampleTable Waits { get; } = new(valueCount: 3);

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Id == kind.StartId)
        {
            ref var wait = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, record.ThreadId, out _);
            wait ??= new OpenWait();
            wait.Begin(record.Timestamp, record.Stack);
        }
        else if (record.Type.Id == kind.StopId && _open.TryGetValue(record.ThreadId, out var wait) && wait.IsOpen)
        {
            End(wait, kind.Nanoseconds(wait.StartedAt, in record), isOver: true);
        }
    }

    /// <summary>Counts the waits that are not over at the end, for as long as they took until then: a deadlock would be missing otherwise.</summary>
    /// <param name="endedAt">In ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    public void EndOpen(long endedAt)
    {
        foreach (var wait in _open.Values)
        {
            if (wait.IsOpen && wait.StartedAt < endedAt) End(wait, WaitKind.ToNanoseconds(endedAt - wait.StartedAt), isOver: false);
        }
    }

    private void End(OpenWait wait, long nanoseconds, bool isOver)
    {
        wait.IsOpen = false;
        Waits.Add(wait.Stack, [1, nanoseconds, isOver ? 0 : 1], []);
    }

    /// <summary>The newest wait of a thread; its array is used again for the next one.</summary>
    private sealed class OpenWait
    {
        private ulong[] _frames = [];
        private int _count;

        public bool IsOpen { get; set; }

        public long StartedAt { get; private set; }

        public ReadOnlySpan<ulong> Stack => _frames.AsSpan(0, _count);

        public void Begin(long startedAt, ReadOnlySpan<ulong> stack)
        {
            if (stack.Length > _frames.Length) _frames = new ulong[stack.Length];
            stack.CopyTo(_frames);
            _count = stack.Length;
            StartedAt = startedAt;
            IsOpen = true;
        }
    }
}
