using System.Threading.Channels;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd.Client;

namespace Vitrine.Ledger.Etcd;

/// <summary>
/// Asks every member how it is, each at its own pace, so that one that is silent holds up no other, and tells from the answers which view this is, who leads,
/// and whether this node has arrived in it.
/// </summary>
internal sealed class ClusterMonitor(EtcdConfig config, EtcdMembers members, EtcdLog log, HeadState heads, OwnCopy copy, Tail tail, EngineTelemetry telemetry)
{
    private readonly MemberSight[] _sights = new MemberSight[config.Members.Count];
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ViewTracker _tracker = new(config.NodeId, telemetry);
    private bool _hasArrived;
    private volatile ReplicaSnapshot _replica = new()
    {
        NodeId = config.NodeId,
        Status = ReplicaStatus.Recovering,
        View = 0,
        Leader = 0,
        OpNumber = 0,
        CommitNumber = 0,
        ClusterSize = config.Members.Count,
        HealthyReplicas = 0,
    };

    private int Own => config.NodeId - 1;

    /// <summary>The node as it is now. The commit number is read first: it never stands beyond the op number.</summary>
    public ReplicaSnapshot Replica
    {
        get
        {
            var commit = copy.Head.Position;
            return _replica with { CommitNumber = commit, OpNumber = Math.Max(commit, heads.Position) };
        }
    }

    /// <summary>Watches until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var asking = Enumerable.Range(0, members.Count).Select(place => AskAsync(place, cancellationToken)).ToArray();
        try
        {
            while (true)
            {
                await SeeAsync(cancellationToken);
                // What is doubtful, or has not arrived, is looked at again at the next heartbeat although nobody says anything new.
                await _news.Reader.ReadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        await Task.WhenAll(asking);
        _tracker.Stop();
    }

    private async Task AskAsync(int place, CancellationToken cancellationToken)
    {
        using var heartbeat = new PeriodicTimer(config.Heartbeat);
        try
        {
            do
            {
                _sights[place] = await LookAsync(place, cancellationToken);
                await members.MarkAsync(place, _sights[place].IsFailed);
                _news.Writer.TryWrite(true);
            }
            while (await heartbeat.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task<MemberSight> LookAsync(int place, CancellationToken cancellationToken)
    {
        try
        {
            var status = await members[place].StatusAsync(cancellationToken);
            return new MemberSight(IsFailed: false, status.Header.MemberId, status.Leader, (long)status.RaftTerm, status.IsLearner);
        }
        catch (EtcdException)
        {
            return _sights[place] with { IsFailed = true };
        }
    }

    private async Task SeeAsync(CancellationToken cancellationToken)
    {
        var sight = ClusterSight.Of(_sights, Own);
        // Confirmed in a later term means that another leader did it.
        if (sight.IsDoubtful && (await ConfirmAsync(cancellationToken))?.Term != sight.Term) sight = sight with { Leader = 0 };
        _tracker.See(sight, copy.Head.Position);
        Publish(sight);
        if (_tracker.IsArriving && await IsAtHeadAsync(cancellationToken))
        {
            _tracker.Arrive(copy.Head.Position);
            _hasArrived = true;
            Publish(sight);
        }
    }

    private void Publish(in ClusterSight sight) => _replica = _replica with
    {
        View = _tracker.View,
        Leader = _tracker.Leader,
        HealthyReplicas = sight.Healthy,
        Status = !_hasArrived || !tail.IsFollowing ? ReplicaStatus.Recovering
            : _tracker.Leader == 0 ? ReplicaStatus.ViewChange
            : config.IsStandby || sight.IsLearner ? ReplicaStatus.Standby
            : ReplicaStatus.Normal,
    };

    /// <summary>Whether the own copy reaches, within a failure timeout, where the log is now.</summary>
    private async Task<bool> IsAtHeadAsync(CancellationToken cancellationToken)
    {
        if (!tail.IsFollowing || await ConfirmAsync(cancellationToken) is not { Head: var head }) return false;
        if (copy.Head.Position >= head.Log.Position) return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(config.FailureTimeout);
        try
        {
            await copy.BeyondAsync(head.Log.Position - 1, limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The head and the term as a majority confirms them; null when none does within the failure timeout.</summary>
    private async Task<(EtcdHead Head, long Term)?> ConfirmAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(config.FailureTimeout);
        try
        {
            var (head, _, term) = await log.HeadAsync(limit.Token);
            return (head, term);
        }
        catch (Exception fault) when (fault is EtcdException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
