namespace Vitrine.Telemetry.Export;

/// <summary>
/// Counts what waits for export and what is under way, and refuses beyond the limit. The SDK's batch processors drop silently when their
/// ring is full; with an admission in front and a ring larger than the limit they never are, and every refusal is counted.
/// </summary>
internal sealed class Admission(int limit, ExportDrops drops, ExportDrops.Part part)
{
    private long _queued;
    private long _travelling;
    private long _entered;
    private long _settled;
    private bool _closed;

    /// <summary>Takes one item in, or counts it as dropped.</summary>
    public bool TryEnter()
    {
        if (Volatile.Read(ref _closed))
        {
            drops.Count(part, ExportDrops.Reason.Shutdown, 1);
            return false;
        }

        if (Interlocked.Increment(ref _queued) <= limit)
        {
            Interlocked.Increment(ref _entered);
            return true;
        }

        Interlocked.Decrement(ref _queued);
        drops.Count(part, ExportDrops.Reason.QueueFull, 1);
        return false;
    }

    /// <summary>A batch leaves the queue.</summary>
    public void Depart(long items)
    {
        Interlocked.Add(ref _travelling, items);
        Interlocked.Add(ref _queued, -items);
    }

    /// <summary>A batch was delivered, or was not. After <see cref="Close"/> its fate is settled already.</summary>
    public void Arrive(long items, bool delivered)
    {
        Interlocked.Add(ref _travelling, -items);
        if (!delivered && !Volatile.Read(ref _closed)) drops.Count(part, ExportDrops.Reason.ExportFailed, items);
        Interlocked.Add(ref _settled, items);
    }

    /// <summary>Waits until whatever was taken in before has arrived, and is counted if it was lost. The SDK's own flush ends when a batch has left.</summary>
    /// <returns>Whether it did in time.</returns>
    public bool WaitForArrivals(TimeSpan timeout)
    {
        var entered = Volatile.Read(ref _entered);
        return SpinWait.SpinUntil(() => Volatile.Read(ref _settled) >= entered, timeout);
    }

    /// <summary>Nobody waits any longer: what is queued or under way is lost.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, true)) return;
        drops.Count(part, ExportDrops.Reason.Shutdown, Volatile.Read(ref _queued) + Volatile.Read(ref _travelling));
    }
}
