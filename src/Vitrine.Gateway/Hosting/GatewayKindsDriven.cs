using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Hosting;

/// <summary>What the gateway says happens in it. Whatever a pack wants beyond this is reported as missing, and not shown.</summary>
internal static class GatewayKindsDriven
{
    /// <summary>Exactly the kinds that the gateway drives.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        HttpKinds.Http, InferenceKinds.Inference, InferenceKinds.QueueWait, .. GuardKinds.All, .. GatewayKinds.All, .. GatewayConfigKinds.All,
        AuditKinds.ConfigReload, AuditKinds.ProfileTaken,
    ];
}
