using System.Runtime.InteropServices;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// Counts the events that the runtime dropped: each thread numbers its events from 1, dropped ones too, so a gap is a loss. A sequence point
/// tells each thread's newest number, which shows a thread that lost everything.
/// </summary>
internal sealed class SequenceNumbers
{
    /// <summary>The end of a thread is not announced: past so many all are forgotten, and a loss between a thread's last and next event goes unseen.</summary>
    private const int MaxThreads = 65_536;

    private readonly Dictionary<long, uint> _newest = [];
    private bool _hasForgotten;

    /// <summary>Events lost so far.</summary>
    public long Lost { get; private set; }

    /// <summary>An event with this number was captured by the thread.</summary>
    public void OnEvent(long captureThread, uint number)
    {
        ref var newest = ref Newest(captureThread, first: number - 1);
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
            var thread = block.Int64();
            var number = (uint)block.Int32();
            ref var newest = ref Newest(thread, first: number);
            if (number <= newest) continue;
            Lost += number - newest;
            newest = number;
        }
    }

    // A new thread has numbered nothing yet; one that may have been forgotten stands where it is met again.
    private ref uint Newest(long thread, uint first)
    {
        if (_newest.Count >= MaxThreads)
        {
            _newest.Clear();
            _hasForgotten = true;
        }

        ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, thread, out var isKnown);
        if (!isKnown && _hasForgotten) newest = first;
        return ref newest;
    }
}
