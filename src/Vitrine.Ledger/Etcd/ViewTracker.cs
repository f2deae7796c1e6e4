using Vitrine.Ledger.Engines;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Etcd;

/// <summary>
/// Makes views of what is seen of the cluster, and tells their changes. A change begins when the leader is lost or another one leads, and ends when a leader
/// is known and the own copy is where the log was then. A later term that comes meanwhile overtakes it. One caller at a time.
/// </summary>
internal sealed class ViewTracker(int nodeId, EngineTelemetry telemetry)
{
    private Operation? _change;
    private long _attempt;
    private int _known;
    private int _former;

    /// <summary>The last view that had a leader.</summary>
    public long View { get; private set; }

    /// <summary>The leader of the view, once this node has arrived in it; 0 meanwhile.</summary>
    public int Leader { get; private set; }

    /// <summary>Whether a leader is known in whose view this node has not arrived.</summary>
    public bool IsArriving => _known != 0 && Leader == 0;

    /// <summary>Takes in what is seen now.</summary>
    public void See(in ClusterSight sight, long commitNumber)
    {
        if (sight.Leader == _known && (sight.Leader == 0 || sight.Term == View))
        {
            if (_change is not null && sight.Leader == 0 && sight.Term > _attempt) Begin(sight.Term, "leader_lost");
            return;
        }

        if (Leader == nodeId) telemetry.LostLeadership(View, commitNumber);
        var isFirst = View == 0;
        if (_known != 0) _former = _known;
        var view = sight.Leader == 0 && sight.Term <= View ? View + 1 : sight.Term;
        // A node that starts learns its first view; that is no change. One that another overtakes is.
        if (!isFirst && (_change is null || view > _attempt)) Begin(view, sight.Leader != 0 && _known != 0 ? "requested" : "leader_lost");
        (_known, Leader) = (sight.Leader, 0);
        if (sight.Leader != 0) View = sight.Term;
    }

    /// <summary>The own copy is where the log was when the leader became known.</summary>
    public void Arrive(long commitNumber)
    {
        Leader = _known;
        if (_change is { } change)
        {
            change.Set(LedgerFacts.Leader, Leader).Set(LedgerFacts.CommitNumber, commitNumber).End(Outcome.Ok);
            change.Dispose();
            _change = null;
        }

        if (Leader == nodeId) telemetry.BecameLeader(View, commitNumber);
    }

    /// <summary>The node stops.</summary>
    public void Stop() => End(Outcome.Abandoned, "shutdown", "The node stopped before a leader was known.");

    private void Begin(long view, string reason)
    {
        End(Outcome.Timeout, "overtaken", $"View {view} came before view {_attempt} had a leader.");
        _attempt = view;
        _change = telemetry.BeginViewChange(view, _former, reason);
    }

    private void End(Outcome outcome, string errorType, string message)
    {
        _change?.End(outcome, errorType, message);
        _change?.Dispose();
        _change = null;
    }
}
