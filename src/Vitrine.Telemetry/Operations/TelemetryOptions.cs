using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry;

/// <summary>What a service says of itself when its telemetry is made.</summary>
public sealed record TelemetryOptions
{
    /// <summary>The service's name, OpenTelemetry <c>service.name</c>; also the suffix of its activity source.</summary>
    public string ServiceName { get; init; } = "service";

    /// <summary>Facts of the whole process, such as its node id; found by every pack behind whatever the operation itself knows.</summary>
    public ServiceResource Resource { get; init; } = ServiceResource.Empty;

    /// <summary>The kinds this service drives.</summary>
    public IReadOnlyList<Kind> Kinds { get; init; } = [];

    /// <summary>The packs that shape its signals. The first names spans and log lines; all of them show metrics.</summary>
    public IReadOnlyList<Pack> Packs { get; init; } = [];

    /// <summary>Labels that are folded for privacy unless named here, such as <c>user_id</c>.</summary>
    public IReadOnlySet<string> ExposedLabels { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The service's log, shaped by the first pack; null writes no lines.</summary>
    public Lines.ServiceLog? Log { get; init; }

    /// <summary>Where audit entries go; null writes none.</summary>
    internal Audit.AuditEntries? Audit { get; init; }

    /// <summary>Finished roots kept for the debug page. Default 1,000.</summary>
    public int RecentOperations { get; init; } = 1000;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
