namespace Vitrine.Load.Gateway;

/// <summary>
/// What the audit trail costs the gateway: the same gateway twice, in turn, and one of them tells a ledger of every request. The ledger takes what comes and
/// keeps nothing, for its own work is not the gateway's; outbox, fsync and sending are.
/// </summary>
internal static class AuditBench
{
    /// <summary>Runs the rounds and prints their medians.</summary>
    public static async Task RunAsync(GatewayPeers peers, LoadOptions options)
    {
        using var ledger = await Peer.StartSelfAsync("ledger", "ledger");
        var audited = await peers.AddGatewayAsync("gateway with an audit trail", "--audit-url", ledger.Url);
        await ThroughputBench.RunAsync([peers.Gateway, audited], options, stream: false, new Targets(0.98, 1.05));
    }
}
