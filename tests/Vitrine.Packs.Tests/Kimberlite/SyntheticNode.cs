using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kimberlite;

/// <summary>
/// Drives the operations of one node of a replicated log as the real role does, with every duration given and the clock standing still.
/// Its fields are what the state readers show; the scenario moves them.
/// </summary>
internal sealed class SyntheticNode : IDisposable
{
    private const int EntryBytes = 158;
    private readonly FixedClock _clock = new(new DateTimeOffset(2024, 1, 15, 10, 30, 0, TimeSpan.Zero));
    private readonly Dictionary<string, long> _projections = new(StringComparer.Ordinal);
    private int _requests;
    private long _sizeBytes;

    public SyntheticNode(string filter = "trace", int nodeId = 1)
    {
        NodeId = nodeId;
        var pack = new PackStore().Load("kimberlite");
        Telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "ledger",
            Resource = ServiceResource.Empty.With(LedgerFacts.NodeId, nodeId),
            Kinds = [HttpKinds.Http, .. LedgerKinds.All],
            Packs = [pack],
            Clock = _clock,
            Log = ServiceLog.Create(pack, "kimberlite", new ServiceLogOptions { Filter = filter }, _ => Lines),
        });
        Coverage = new Coverage(Telemetry);
        Telemetry.AddState(LedgerKinds.Replica, ReadReplica);
        Telemetry.AddState(LedgerKinds.Projection, ReadProjections);
        Telemetry.AddState(LedgerKinds.Tenants, ReadTenants);
        Telemetry.AddState(LedgerKinds.Log, ReadLog);
    }

    public int NodeId { get; }

    public VitrineTelemetry Telemetry { get; }

    public Coverage Coverage { get; }

    public CapturedLines Lines { get; } = new();

    public int View { get; set; } = 4;

    public int Leader { get; set; }

    public long Head { get; private set; }

    public long Committed { get; private set; }

    public HashSet<string> Tenants { get; } = new(StringComparer.Ordinal);

    public string Page(ExpositionFormat format = ExpositionFormat.Text) => Telemetry.Page(format);

    /// <summary>Moves the clock.</summary>
    public void Wait(double ms) => _clock.Advance(TimeSpan.FromMilliseconds(ms));

    /// <summary>A projection is at this position; null drops it.</summary>
    public void Project(string name, long? applied)
    {
        if (applied is { } position) _projections[name] = position;
        else _projections.Remove(name);
    }

    /// <summary>A request from its first byte.</summary>
    public Operation Enter(string method, string path)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _requests++;
        return Telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, method).Set(HttpFacts.Path, path).Set(HttpFacts.RequestId, $"req-{_requests}").Opened().Set(HttpFacts.Route, path);
    }

    /// <summary>Ends a request.</summary>
    public static void Leave(Operation http, int status, double ms, Outcome outcome = Outcome.Ok)
    {
        http.Set(HttpFacts.StatusCode, status).End(outcome, endTimestamp: http.StartTimestamp + FixedClock.Ticks(ms));
        http.Dispose();
    }

    /// <summary>Begins a write or a query one millisecond into its request.</summary>
    public static Operation Begin(Operation http, Kind kind, string tenant, string stream = "events") => http
        .Begin(kind, http.StartTimestamp + FixedClock.Ticks(1))
        .Set(LedgerFacts.Method, kind == LedgerKinds.Write ? "append" : "query")
        .Set(LedgerFacts.Tenant, tenant)
        .Set(LedgerFacts.Stream, stream)
        .Opened();

    /// <summary>One entry written, committed by a quorum and applied, on the leader.</summary>
    public void Write(string tenant, double prepareMs = 3)
    {
        var http = Enter("POST", "/v1/append");
        using (var write = Begin(http, LedgerKinds.Write, tenant))
        {
            var prepared = write.StartTimestamp + FixedClock.Ticks(prepareMs);
            using (var prepare = write.Begin(LedgerKinds.Prepare, write.StartTimestamp))
            {
                Append(tenant, write);
                write.Set(LedgerFacts.OpNumber, Head).Set(LedgerFacts.View, View).Set(LedgerFacts.Entries, 1).Set(LedgerFacts.Bytes, EntryBytes);
                prepare.Set(LedgerFacts.Acknowledged, 2).End(Outcome.Ok, endTimestamp: prepared);
            }

            using (var commit = write.Begin(LedgerKinds.Commit, prepared))
            {
                Commit(1, write);
                commit.End(Outcome.Ok, endTimestamp: prepared + FixedClock.Ticks(0.5));
            }

            using (var apply = write.Begin(LedgerKinds.Apply, prepared + FixedClock.Ticks(0.5))) apply.End(Outcome.Ok, endTimestamp: prepared + FixedClock.Ticks(0.75));
            write.End(Outcome.Ok, endTimestamp: prepared + FixedClock.Ticks(1));
        }

        Leave(http, 200, prepareMs + 3);
    }

    /// <summary>Writes one entry down, inside a write on the leader, by itself on a follower.</summary>
    public void Append(string tenant, Operation? write = null)
    {
        Head++;
        _sizeBytes += EntryBytes;
        var point = write is null ? Telemetry.Point(LedgerKinds.LogAppend) : write.Point(LedgerKinds.LogAppend);
        point.Set(LedgerFacts.Tenant, tenant).Set(LedgerFacts.Stream, "events").Set(LedgerFacts.Position, Head).Set(LedgerFacts.Bytes, EntryBytes).Emit();
    }

    /// <summary>The commit number moves over some entries.</summary>
    public void Commit(int entries, Operation? write = null)
    {
        Committed += entries;
        var point = write is null ? Telemetry.Point(LedgerKinds.LogCommit) : write.Point(LedgerKinds.LogCommit);
        point.Set(LedgerFacts.CommitNumber, Committed).Emit(entries);
    }

    /// <summary>Begins the attempt to enter the next view; nobody leads meanwhile.</summary>
    public Operation BeginViewChange(string reason)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        View++;
        var former = Leader;
        Leader = 0;
        return Telemetry.Begin(LedgerKinds.ViewChange).Set(LedgerFacts.View, View).Set(LedgerFacts.FormerLeader, former).Set(LedgerFacts.Reason, reason).Opened();
    }

    /// <summary>The view has its leader.</summary>
    public void FinishViewChange(Operation change, int leader, double ms)
    {
        Leader = leader;
        change.Set(LedgerFacts.Leader, leader).Set(LedgerFacts.CommitNumber, Committed);
        change.End(Outcome.Ok, endTimestamp: change.StartTimestamp + FixedClock.Ticks(ms));
        change.Dispose();
        Wait(ms);
        if (leader == NodeId) Telemetry.Point(LedgerKinds.BecameLeader).Set(LedgerFacts.View, View).Set(LedgerFacts.CommitNumber, Committed).Emit();
    }

    public void Dispose() => Telemetry.Dispose();

    private void ReadReplica(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(LedgerFacts.ReplicaStatus, Leader == 0 ? "view_change" : "normal");
        rows.Set(LedgerFacts.View, View);
        rows.Set(LedgerFacts.Leader, Leader);
        rows.Set(LedgerFacts.OpNumber, Head);
        rows.Set(LedgerFacts.CommitNumber, Committed);
    }

    private void ReadProjections(ref StateRows rows)
    {
        foreach (var (name, applied) in _projections)
        {
            rows.Begin();
            rows.Set(LedgerFacts.Projection, name);
            rows.Set(LedgerFacts.Applied, applied);
            rows.Set(LedgerFacts.Lag, Head - applied);
        }
    }

    private void ReadTenants(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(LedgerFacts.ActiveTenants, Tenants.Count);
    }

    private void ReadLog(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(LedgerFacts.LogSize, _sizeBytes);
    }
}
