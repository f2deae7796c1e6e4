using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Forecast.Hosting;

/// <summary>What the forecaster says happens in it. Whatever a pack wants beyond this is reported as missing, and not shown.</summary>
internal static class ForecastKindsDriven
{
    /// <summary>Exactly the kinds that the forecaster drives.</summary>
    public static IReadOnlyList<Kind> All { get; } = [HttpKinds.Http, .. GuardKinds.All, .. ForecastKinds.All, InferenceKinds.QueueWait, ModelKinds.Offered, AuditKinds.ProfileTaken];
}
