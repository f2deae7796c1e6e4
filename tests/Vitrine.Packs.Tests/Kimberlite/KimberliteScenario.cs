using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kimberlite;

/// <summary>The hand-written story that moves every family, line and span of the kimberlite pack.</summary>
internal static class KimberliteScenario
{
    public static void Run(SyntheticNode node)
    {
        // Step 1: the node wins an election that a first attempt did not settle.
        using (var lost = node.BeginViewChange("restart"))
            lost.End(Outcome.Timeout, "overtaken", "No quorum within 2 s", lost.StartTimestamp + FixedClock.Ticks(2000));
        node.Wait(2000);
        node.FinishViewChange(node.BeginViewChange("restart"), node.NodeId, 120);

        // Step 2: three tenants; two of them write, and one reads.
        node.Tenants.UnionWith(["1", "2", "audit"]);
        for (var i = 0; i < 5; i++) node.Write(i < 3 ? "1" : "audit", prepareMs: 2 + (20 * i));
        Query(node, "1", Outcome.Ok, 200);
        node.Telemetry.Point(LedgerKinds.AuditRecorded)
            .Set(LedgerFacts.AuditEventId, "3f0c2a44-8d1e-4b57-9c0a-5d1b6a2e7f10")
            .Set(LedgerFacts.AuditAction, "AccessGranted")
            .Set(LedgerFacts.AuditActor, "alice")
            .Set(LedgerFacts.Tenant, "audit")
            .Set(LedgerFacts.Position, node.Head)
            .Emit();

        // Step 3: requests that end badly.
        Query(node, "7", Outcome.Error, 404);
        FailWrite(node, Outcome.Timeout, 504, "no_quorum", "No quorum within 500 ms");
        FailWrite(node, Outcome.Rejected, 421, "not_leader", "Node 2 leads");
        FailWrite(node, Outcome.Cancelled, 499, "client_left", "The client left");
        Query(node, "1", Outcome.Cancelled, 499);
        AbandonWrite(node);

        // Step 4: leadership is lost to another node, which this one follows from then on.
        node.Telemetry.Point(LedgerKinds.LostLeadership).Set(LedgerFacts.View, node.View).Set(LedgerFacts.CommitNumber, node.Committed).Emit();
        var change = node.BeginViewChange("leader_lost");
        Scrapes.Samples(node.Page())[$"kmb_consensus_leader{{node_id=\"{node.NodeId}\"}}"].ShouldBe("0");
        node.FinishViewChange(change, 2, 240);
        for (var i = 0; i < 3; i++) node.Append("2");
        node.Commit(3);

        // Step 5: an entry does not verify and is fetched again; a second repair fails.
        node.Telemetry.Point(LedgerKinds.ChecksumFailure).Set(LedgerFacts.Segment, "00000000.log").Set(LedgerFacts.Position, 7).Set(LedgerFacts.Check, "crc").Emit();
        Repair(node, Outcome.Ok, null, null);
        Repair(node, Outcome.Timeout, "peer_timeout", "Node 3 did not answer");

        Projections(node);
        InFlight(node);
    }

    private static void Query(SyntheticNode node, string tenant, Outcome outcome, int status)
    {
        var http = node.Enter("POST", "/v1/query");
        using (var query = SyntheticNode.Begin(http, LedgerKinds.Query, tenant))
        {
            if (outcome == Outcome.Ok) query.Set(LedgerFacts.Rows, 3).Set(LedgerFacts.Position, node.Committed);
            var (type, message) = outcome == Outcome.Error ? ("unknown_tenant", $"There is no tenant {tenant}") : ((string?)null, (string?)null);
            query.End(outcome, type, message, query.StartTimestamp + FixedClock.Ticks(0.4));
        }

        SyntheticNode.Leave(http, status, 2, outcome);
    }

    private static void FailWrite(SyntheticNode node, Outcome outcome, int status, string errorType, string message)
    {
        var http = node.Enter("POST", "/v1/append");
        using (var write = SyntheticNode.Begin(http, LedgerKinds.Write, "1"))
            write.End(outcome, errorType, message, write.StartTimestamp + FixedClock.Ticks(outcome == Outcome.Timeout ? 500 : 0.125));
        SyntheticNode.Leave(http, status, 502, outcome);
    }

    /// <summary>The host stops and cuts a request whose write waits for a quorum: nobody is there to end the write.</summary>
    private static void AbandonWrite(SyntheticNode node)
    {
        var http = node.Enter("POST", "/v1/append");
        using var write = SyntheticNode.Begin(http, LedgerKinds.Write, "1");
        using var prepare = write.Begin(LedgerKinds.Prepare, write.StartTimestamp);
        SyntheticNode.Leave(http, 500, 40, Outcome.Error);
    }

    private static void Repair(SyntheticNode node, Outcome outcome, string? errorType, string? message)
    {
        using var repair = node.Telemetry.Begin(LedgerKinds.Repair).Set(LedgerFacts.Peer, 3).Set(LedgerFacts.Position, 7).Set(LedgerFacts.Entries, 1).Opened();
        if (outcome == Outcome.Ok) repair.Set(LedgerFacts.Bytes, 158);
        repair.End(outcome, errorType, message, repair.StartTimestamp + FixedClock.Ticks(25));
        node.Wait(25);
    }

    /// <summary>One projection stalls, lags, and catches up; another is dropped, and its series with it.</summary>
    private static void Projections(SyntheticNode node)
    {
        node.Project("audit", node.Head);
        node.Project("tenants", node.Head);
        var applied = node.Head;
        for (var i = 0; i < 4; i++) node.Append("2");
        node.Telemetry.Point(LedgerKinds.ProjectionStalled).Set(LedgerFacts.Projection, "tenants").Set(LedgerFacts.Applied, applied).Set(LedgerFacts.Lag, node.Head - applied).Emit();
        var lag = $"kmb_projection_lag{{node_id=\"{node.NodeId}\",projection=\"tenants\"}}";
        Scrapes.Samples(node.Page())[lag].ShouldBe("4");
        node.Coverage.Scrape();
        node.Project("audit", node.Head);
        node.Project("tenants", null);
        Scrapes.Samples(node.Page()).ContainsKey(lag).ShouldBeFalse();
        node.Telemetry.Point(LedgerKinds.ProjectionCaughtUp).Set(LedgerFacts.Projection, "audit").Set(LedgerFacts.Applied, node.Head).Emit();
    }

    private static void InFlight(SyntheticNode node)
    {
        var http = node.Enter("POST", "/v1/query");
        var gauge = $"kmb_requests_in_flight{{node_id=\"{node.NodeId}\"}}";
        using (var query = SyntheticNode.Begin(http, LedgerKinds.Query, "2"))
        {
            Scrapes.Samples(node.Page())[gauge].ShouldBe("1");
            node.Coverage.Scrape();
            query.Set(LedgerFacts.Rows, 0).End(Outcome.Ok, endTimestamp: query.StartTimestamp + FixedClock.Ticks(1.5));
        }

        SyntheticNode.Leave(http, 200, 3);
        Scrapes.Samples(node.Page())[gauge].ShouldBe("0");
        node.Coverage.Scrape();
    }
}
