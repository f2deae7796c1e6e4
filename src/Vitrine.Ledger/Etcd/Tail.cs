using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Etcd;

/// <summary>
/// Follows the log into the own copy, which nothing else writes: first it reads what is missing, then it watches from the revision that it read at. When the
/// watch ends, for whatever reason, it begins again: a disconnect and a compaction leave the same gap, and one repair closes both.
/// </summary>
internal sealed class Tail(EtcdConfig config, EtcdLog log, EtcdMembers members, HeadState heads, OwnCopy copy, EngineTelemetry telemetry, ILogger logger)
{
    /// <summary>Entries that one fsync makes durable, at most.</summary>
    private const int GroupEntries = 4096;

    private readonly List<LogEntry> _group = [];

    private volatile EngineUnavailableException? _fault;
    private volatile bool _isFollowing;
    private string? _interruption;

    /// <summary>Why the own copy cannot follow this log, as clients are told; null while it does.</summary>
    public EngineUnavailableException? Fault => _fault;

    /// <summary>Whether the own copy is this log's: it was compared with it, and nothing has stood in the way since.</summary>
    public bool IsFollowing => _isFollowing;

    /// <summary>Follows until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; !cancellationToken.IsCancellationRequested;)
        {
            try
            {
                var readAt = await CatchUpAsync(cancellationToken);
                await FollowAsync(members.Order()[attempt % members.Count], readAt + 1, cancellationToken);
            }
            catch (EtcdException fault)
            {
                attempt = fault.IsOfThisMember ? attempt + 1 : 0;
                Interrupted(fault.Message);
            }
            catch (OperationCanceledException)
            {
                if (!cancellationToken.IsCancellationRequested) Interrupted("the member does not say how it is");
            }
            catch (Exception fault) when (fault is InvalidDataException or ArgumentException)
            {
                Stuck(new EngineUnavailableException("diverged", $"What etcd holds is not this node's log: {fault.Message}", fault));
            }
            catch (Exception fault) when (fault is IOException or OutcomeUnknownException)
            {
                Stuck(EngineUnavailableException.OfDisk(fault as IOException ?? new IOException(fault.Message, fault)));
            }

            await Task.Delay(config.Heartbeat, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Says once why it was interrupted, however often it is.</summary>
    private void Interrupted(string reason)
    {
        if (reason != _interruption) TailLog.Interrupted(logger, reason);
        _interruption = reason;
    }

    private void Stuck(EngineUnavailableException fault)
    {
        if (fault.Message != _fault?.Message) TailLog.Stuck(logger, fault.Message);
        (_isFollowing, _fault) = (false, fault);
    }

    /// <summary>Reads what the own copy lacks. What is missing is a repair, however it came to be missing.</summary>
    /// <returns>The revision up to which nothing is missing.</returns>
    private async Task<long> CatchUpAsync(CancellationToken cancellationToken)
    {
        var (head, readAt, _) = await log.HeadAsync(cancellationToken);
        var own = copy.Head;
        if (head.Log.Position < own.Position || (head.Log.Position == own.Position && head.Log != own))
        {
            throw new InvalidDataException($"The own copy ends with entry {own.Position}, which etcd's log of {head.Log.Position} entries does not hold: it was restored from an older backup, or is another cluster's.");
        }

        if (head.Log.Position > own.Position) await RepairAsync(own.Position + 1, head.Log.Position - own.Position, cancellationToken);
        heads.Confirm(head);
        (_isFollowing, _fault, _interruption) = (true, null, null);
        return readAt;
    }

    private async Task RepairAsync(long from, long entries, CancellationToken cancellationToken)
    {
        using var repair = telemetry.BeginRepair(peer: 0, from, entries);
        try
        {
            var before = copy.SizeBytes;
            await foreach (var batch in log.ReadAsync(from, cancellationToken))
            {
                Take(batch);
                if (_group.Count >= GroupEntries) Flush();
            }

            Flush();
            if (copy.Head.Position < from + entries - 1) throw new InvalidDataException($"etcd holds no entry {copy.Head.Position + 1}, although its log goes on to {from + entries - 1}: batches were removed.");
            repair.Set(LedgerFacts.Bytes, copy.SizeBytes - before);
            repair.End(Outcome.Ok);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _group.Clear();
            repair.End(Outcome.Error, fault.GetType().Name, fault.Message);
            throw;
        }
    }

    /// <summary>Takes what a member tells until it tells no more. While an fsync is under way, what comes makes the next group.</summary>
    private async Task FollowAsync(int place, long fromRevision, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, members.FailureOf(place));
        var batches = Channel.CreateBounded<EtcdBatch>(new BoundedChannelOptions(256) { SingleReader = true, SingleWriter = true });
        var watching = WatchAsync(place, fromRevision, batches.Writer, ended.Token);
        try
        {
            while (await batches.Reader.WaitToReadAsync(ended.Token))
            {
                while (_group.Count < GroupEntries && batches.Reader.TryRead(out var batch)) Take(batch);
                Flush();
            }
        }
        finally
        {
            _group.Clear();
            await ended.CancelAsync();
            await watching;
        }
    }

    private async Task WatchAsync(int place, long fromRevision, ChannelWriter<EtcdBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in log.WatchAsync(members[place], fromRevision, cancellationToken)) await batches.WriteAsync(batch, cancellationToken);
        }
        catch (Exception fault)
        {
            batches.TryComplete(fault);
        }
    }

    /// <summary>Puts what is new of a batch into the group. Positions that are left out are found when the group is written.</summary>
    private void Take(EtcdBatch batch)
    {
        heads.Apply(batch);
        var last = _group.Count > 0 ? _group[^1].Position : copy.Head.Position;
        foreach (var entry in batch.Entries)
        {
            if (entry.Position > last) _group.Add(entry);
        }
    }

    private void Flush()
    {
        if (_group.Count == 0) return;
        copy.Append(_group);
        copy.Checkpoint(heads.Current.State, isLast: false);
        _group.Clear();
    }
}
