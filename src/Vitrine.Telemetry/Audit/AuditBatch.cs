namespace Vitrine.Telemetry.Audit;

/// <summary>The body of <c>POST /v1/audit/events</c>.</summary>
/// <param name="Events">At most <see cref="MostEvents"/>, in the order in which they happened.</param>
public sealed record AuditBatch(IReadOnlyList<AuditEvent> Events)
{
    /// <summary>The most events of one request.</summary>
    public const int MostEvents = 1000;

    /// <summary>Where it is sent.</summary>
    public const string Path = "/v1/audit/events";
}
