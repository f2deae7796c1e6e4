using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Telemetry.Audit;

/// <summary>Where a service sends its audit entries, and where it keeps them until they are taken.</summary>
public sealed record AuditOptions
{
    /// <value>The root of a ledger's API. Entries go to <see cref="AuditBatch.Path"/> below it.</value>
    public required Uri Ledger { get; init; }

    /// <value>The folder of the entries that the ledger has not taken. One process at a time has it.</value>
    public required string Folder { get; init; }

    /// <value>How much that folder may hold, at least 1 MiB; what comes beyond it is lost, counted and told. The default is 256 MiB, some 600,000 entries.</value>
    public long MaxBytes { get; init; } = 256 * 1024 * 1024;

    /// <value>The key that the ledger wants, or null for none.</value>
    public UpstreamKey? Key { get; init; }

    /// <value>What the service is called in its entries. The default is its <see cref="Hosting.VitrineOptions.ServiceName"/>.</value>
    public string? Service { get; init; }
}
