using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>The end of the log as readers see it, and the wait for it to move. One thread sets, any thread reads and waits.</summary>
internal sealed class HeadSignal
{
    private End _end = new(LogHead.Empty, 0);
    private TaskCompletionSource? _moved;

    /// <summary>The last entry.</summary>
    public LogHead Head => Volatile.Read(ref _end).Head;

    /// <summary>Bytes of the log.</summary>
    public long SizeBytes => Volatile.Read(ref _end).SizeBytes;

    /// <summary>Moves the end, and wakes whoever waits.</summary>
    public void Set(LogHead head, long sizeBytes)
    {
        Interlocked.Exchange(ref _end, new End(head, sizeBytes));
        Interlocked.Exchange(ref _moved, null)?.TrySetResult();
    }

    /// <summary>Waits until the head is beyond a position.</summary>
    public async ValueTask<LogHead> BeyondAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Head is var head && head.Position > position) return head;
            var moved = Volatile.Read(ref _moved);
            if (moved is null)
            {
                var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                moved = Interlocked.CompareExchange(ref _moved, own, null) ?? own;
            }

            // It may have moved between the look and the wait: then nobody wakes this one.
            if (Head.Position <= position) await moved.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record End(LogHead Head, long SizeBytes);
}
