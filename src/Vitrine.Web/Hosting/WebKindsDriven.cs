using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Web.Hosting;

/// <summary>What the console says happens in it. Whatever a pack wants beyond this is reported as missing, and not shown.</summary>
internal static class WebKindsDriven
{
    /// <summary>Exactly the kinds that the console drives.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        HttpKinds.Http, InferenceKinds.Inference, InferenceKinds.Prefill, InferenceKinds.FirstToken, ModelKinds.Loaded, .. ChatKinds.All, AuditKinds.AccessRefused, AuditKinds.ProfileTaken,
    ];
}
