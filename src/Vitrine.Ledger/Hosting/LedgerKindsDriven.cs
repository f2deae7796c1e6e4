using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Hosting;

/// <summary>What a node says happens in it. Whatever a pack wants beyond this is reported as missing, and not shown.</summary>
internal static class LedgerKindsDriven
{
    /// <summary>Exactly the kinds that the node drives: only an engine that has peers repairs.</summary>
    public static IReadOnlyList<Kind> Of(LedgerOptions options) => [HttpKinds.Http, AuditKinds.ProfileTaken, AuditKinds.AccessRefused, .. LedgerKinds.All.Where(kind => options.CanRepair || kind != LedgerKinds.Repair)];
}
