namespace Vitrine.Telemetry.Vocabulary;

/// <summary>Every kind the house knows: what <c>vitrine pack check</c> holds a pack against. Services declare the part they drive.</summary>
public static class HouseVocabulary
{
    /// <summary>All kinds, each once.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        .. HttpKinds.All,
        .. InferenceKinds.All,
        .. ModelKinds.All,
        .. PoolKinds.All,
        .. GatewayKinds.All,
        .. GatewayConfigKinds.All,
        .. ChatKinds.All,
        .. GuardKinds.All,
        .. ForecastKinds.All,
        .. LedgerKinds.All,
        .. AuditKinds.All,
        RuntimeKinds.Runtime,
        .. TelemetryKinds.All,
    ];
}
