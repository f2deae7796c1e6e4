using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;

namespace Vitrine.Ledger.Etcd;

/// <summary>This node's copy of the cluster's log. What does not verify in it is had again from the cluster, put right, and read on: readers see whole entries only.</summary>
/// <remarks>Thread-safe: appending and mending wait for each other, readers for neither.</remarks>
internal sealed class OwnCopy(LogFiles files, EtcdLog log, EngineTelemetry telemetry) : ILogCopy, IDisposable
{
    private readonly Lock _writing = new();
    private long _vouched;

    /// <inheritdoc/>
    public LogHead Head => files.Head;

    /// <inheritdoc/>
    public long SizeBytes => files.SizeBytes;

    /// <summary>Recovers the files, damage included.</summary>
    /// <returns>What the kernel knows at their end.</returns>
    /// <exception cref="LogDamageException">The cluster does not have the entry, or cannot be asked.</exception>
    public LedgerState Recover(CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            MendAll(files.Recover(), cancellationToken);
            _vouched = files.Recovery!.Vouched;
            return files.Recovery.State;
        }
    }

    /// <summary>Reads, behind the start, what a checkpoint vouched for, so that damage in it is found and put right before somebody needs it.</summary>
    public Task ReadThroughAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                foreach (var _ in Read(1, _vouched))
                {
                    if (cancellationToken.IsCancellationRequested) return;
                }
            }
            catch (LogDamageException)
            {
                // It was told, and nobody could repair it now; whoever reads it next asks again.
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Makes entries durable and tells of each.</summary>
    /// <exception cref="ArgumentException">They do not follow the head.</exception>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public void Append(IReadOnlyList<LogEntry> entries)
    {
        lock (_writing) files.Append(entries);
        foreach (var entry in entries) telemetry.Appended(entry, LogFrame.SizeOf(entry));
        telemetry.Committed(entries[^1].Position, entries.Count);
    }

    /// <summary>Saves the kernel's state, so that the next start reads less; only when it is the state at the head.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isLast">Whether the node stops: then it is saved whether it is due or not.</param>
    public void Checkpoint(LedgerState state, bool isLast)
    {
        lock (_writing)
        {
            if (state.Head != files.Head) return;
            if (isLast) files.Checkpoint(state);
            else files.CheckpointIfDue(state);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<LogEntry> Read(long from, long to)
    {
        while (from <= to)
        {
            LogDamageException damage;
            using var entries = files.Read(from, to).GetEnumerator();
            while (true)
            {
                try
                {
                    if (!entries.MoveNext()) yield break;
                }
                catch (LogDamageException found)
                {
                    damage = found;
                    break;
                }

                from = entries.Current.Position + 1;
                yield return entries.Current;
            }

            MendFound(damage);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LogHead> BeyondAsync(long position, CancellationToken cancellationToken) => files.BeyondAsync(position, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    /// <summary>Two readers may find the same damage; the second finds it gone when it looks again.</summary>
    private void MendFound(LogDamageException damage)
    {
        lock (_writing)
        {
            if (!IsWhole(damage.Position)) MendAll(damage, CancellationToken.None);
        }
    }

    private void MendAll(LogDamageException? damage, CancellationToken cancellationToken)
    {
        for (LogDamageException? mended = null; damage is not null; damage = files.Recover())
        {
            // What etcd has for it does not follow what is before it here: another log's.
            if (mended is not null && (mended.Segment, mended.Offset, mended.Position) == (damage.Segment, damage.Offset, damage.Position)) throw damage;
            Mend(damage, cancellationToken);
            mended = damage;
        }
    }

    private bool IsWhole(long position)
    {
        try
        {
            return files.Read(position, position).Any();
        }
        catch (LogDamageException)
        {
            return false;
        }
    }

    private void Mend(LogDamageException damage, CancellationToken cancellationToken)
    {
        telemetry.ChecksumFailed(damage);
        using var repair = telemetry.BeginRepair(peer: 0, damage.Position, entries: 1);
        try
        {
#pragma warning disable VSTHRD002 // Readers are synchronous, and this happens once in the life of a disk.
            var entry = log.EntryAsync(damage.Position, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            files.Mend(damage, entry);
            repair.End(Outcome.Ok);
        }
        catch (Exception fault) when (fault is Client.EtcdException or InvalidDataException or IOException)
        {
            repair.End(Outcome.Error, fault.GetType().Name, fault.Message);
            throw damage;
        }
    }
}
