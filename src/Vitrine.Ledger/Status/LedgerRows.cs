using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Hosting;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Status;

/// <summary>The rows that a scrape reads: the replica, the log, the tenants. The projections' are <see cref="ProjectionHost"/>'s own.</summary>
internal sealed class LedgerRows(EngineHost host, ILogEngine engine, CatalogueTable catalogue)
{
    /// <summary>Shows them.</summary>
    public void AddTo(ITelemetry telemetry)
    {
        telemetry.AddState(LedgerKinds.Replica, ReadReplica);
        telemetry.AddState(LedgerKinds.Log, ReadLog);
        telemetry.AddState(LedgerKinds.Tenants, ReadTenants);
    }

    private void ReadReplica(ref StateRows rows)
    {
        var replica = engine.Replica;
        rows.Begin();
        rows.Set(LedgerFacts.NodeId, replica.NodeId);
        rows.Set(LedgerFacts.ReplicaStatus, StatusPage.NameOf(StatusPage.StatusOf(host, engine)));
        rows.Set(LedgerFacts.View, replica.View);
        rows.Set(LedgerFacts.Leader, replica.Leader);
        rows.Set(LedgerFacts.OpNumber, replica.OpNumber);
        rows.Set(LedgerFacts.CommitNumber, replica.CommitNumber);
        rows.Set(LedgerFacts.ClusterSize, replica.ClusterSize);
        rows.Set(LedgerFacts.HealthyReplicas, replica.HealthyReplicas);
    }

    private void ReadLog(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(LedgerFacts.LogSize, engine.Copy.SizeBytes);
        rows.Set(LedgerFacts.Position, engine.Copy.Head.Position);
    }

    private void ReadTenants(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(LedgerFacts.ActiveTenants, catalogue.ActiveTenants);
    }
}
