using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer;

/// <summary>What the model server says happens in it. Whatever a pack wants beyond this is reported as missing, and not shown.</summary>
public static class ModelServerKinds
{
    /// <summary>Exactly the kinds that this form of the server drives.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        .. HttpKinds.All,
        InferenceKinds.Inference,
        InferenceKinds.PoolAcquire,
        InferenceKinds.Prepare,
        InferenceKinds.Prompt,
        InferenceKinds.QueueWait,
        InferenceKinds.Generation,
        InferenceKinds.Prefill,
        InferenceKinds.Decode,
        ModelKinds.Load,
        ModelKinds.Unload,
        ModelKinds.Loaded,
        ModelKinds.Offered,
        .. PoolKinds.All,
        AuditKinds.InsecureLogging,
        AuditKinds.ProfileTaken,
    ];
}
