using System.Runtime.InteropServices;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// Counts the events that the runtime dropped: each thread numbers its events from 1, dropped ones too, so a gap is a loss. A sequence point
/// tells each thread's newest number, which shows a thread that lost everything.
/// </summary>
internal sealed class SequenceNumbers
{
    /// <summary>Ids of threads that ended are not announced; past this many the table starts again, and losses at that moment go uncounted.</summary>
    private const int MaxThreads = 65_536;

    private readonly Dictionary<long, uint> _newest = [];

    /// <summary>Events lost so far.</summary>
    public long Lost { get; private set; }

    /// <summary>An event with this number was captured by the thread.</summary>
    public void OnEvent(long captureThread, uint number)
    {
        ref var newest = ref Newest(captureThread);
        // The operating system gives the id of an ended thread to a new one, which numbers from 1 again.
        if (number <= newest) newest = 0;
        Lost += number - newest - 1;
        newest = number;
    }

    /// <summary>Reads an SPBlock.</summary>
    public void Read(PayloadReader block)
    {
        block.Int64();
        for (var left = block.Int32(); left > 0; left--)
        {
            ref var newest = ref Newest(block.Int64());
            var number = (uint)block.Int32();
            if (number <= newest) continue;
            Lost += number - newest;
            newest = number;
        }
    }

    private ref uint Newest(long thread)
    {
        if (_newest.Count >= MaxThreads) _newest.Clear();
        return ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, thread, out _);
    }
}
