using Vitrine.Ledger;
using Vitrine.Settings;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>The ledger (pack kimberlite): a hash-chained log, and the audit trail of the other roles in it.</summary>
internal sealed class LedgerRole : IRole
{
    public string Name => "ledger";

    public string Summary => "Keep a replicated, hash-chained log, and in it the audit trail of the other roles";

    public IReadOnlyList<string> Examples =>
    [
        "serve ledger",
        "serve ledger --data-dir ./ledger-data --node-id 1",
        "serve ledger --config config.toml",
    ];

    // Last: the others send what they audited to their end while they stop.
    public int StopStage => 4;

    public Pack LogPack(ResolvedSettings settings) => RolePack.Of(settings, LedgerServer.DefaultPack);

    public RolePlan Plan(ResolvedSettings settings)
    {
        var at = RoleAddresses.Of(settings, LedgerSettings.ApiHost, LedgerSettings.DebugHost);
        var plan = at.Plan(settings, LedgerServer.DefaultPack, "/health/ready", LinksOf(at.ApiUrl, at.DebugUrl));
        // The document's node has one listener for everything.
        return at.Api == at.Debug ? plan with { Listeners = [plan.Listeners[0]] } : plan;
    }

    public Task<int> RunAsync(RoleContext context, CancellationToken stop) => RoleRun.ServeAsync(() => LedgerServer.RunAsync(LedgerSetup.OptionsOf(context), stop), stop);

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("Log API", $"{api}/v1/log"),
        new("Status", $"{debug}/status"),
        new("Metrics", $"{debug}/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];
}
