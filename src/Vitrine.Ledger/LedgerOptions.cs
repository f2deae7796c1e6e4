using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Requests;
using Vitrine.Profiling;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Ledger;

/// <summary>How a node of the ledger runs.</summary>
public sealed record LedgerOptions : RoleServerOptions
{
    /// <summary>Options of a node on localhost:9090, which serves metrics and debug pages there too, as spec/kimberlite.md has it.</summary>
    public LedgerOptions()
        : base(apiPort: 9090, debugPort: null)
    {
    }

    /// <value>This node, from 1 to 255: 0 means that there is no leader. The default is 1.</value>
    public int NodeId { get; init; } = 1;

    /// <value>The folder of everything that the node keeps.</value>
    public required string Folder { get; init; }

    /// <value>The file of the key that heads of the audit trail are signed with, made where there is none; null for <c>audit-key.pem</c> in <see cref="Folder"/>. The default is null.</value>
    public string? AuditKey { get; init; }

    /// <value>Makes the engine that orders and keeps the log.</value>
    public required Func<IServiceProvider, ILogEngine> MakeEngine { get; init; }

    /// <value>Whether the engine fetches from others what its own copy lacks, and so has repairs to tell of. The default is false.</value>
    public bool CanRepair { get; init; }

    /// <value>What a request may bring and ask for.</value>
    public RequestLimits Limits { get; init; } = new();

    /// <value>How long a write may wait to be durable, and for the projections that it asks for; then 504. The default is 10 s.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>How long a query may wait for a projection to come to the position it asks for; then 503. The default is 5 s.</value>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>A projection that is further behind than so many entries has stalled. The default is 1,000, where the document's alert stands.</value>
    public long StalledBeyond { get; init; } = 1000;

    /// <value>Sentences that start-up warns with: settings that were translated, variables that nobody knows.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <value>How profiles are served, and whether any are taken by the clock. The default takes none.</value>
    public ProfilingOptions Profiling { get; init; } = new();
}
