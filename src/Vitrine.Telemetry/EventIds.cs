namespace Vitrine.Telemetry;

/// <summary>Event ids of the SDK's own log lines. Append only.</summary>
internal static class EventIds
{
    public const int RequestsCut = 100;
    public const int DebugListening = 101;
    public const int TelemetryFailed = 102;
    public const int AuditTroubled = 103;
}
