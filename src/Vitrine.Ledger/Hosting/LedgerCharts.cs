using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Projections;
using Vitrine.Profiling.Live;

namespace Vitrine.Ledger.Hosting;

/// <summary>The node's own charts on the live page.</summary>
internal sealed class LedgerCharts(ILogEngine engine, ProjectionHost projections)
{
    /// <summary>How fast the log grows.</summary>
    public LiveChart Entries => new("ledger-entries", "Ledger: Entries", "entries/s")
    {
        Info = "Entries that became durable in this node's copy of the log, per second.",
        Series = [new LiveSeries("durable", () => engine.Copy.Head.Position, IsTotal: true)],
    };

    /// <summary>How far the projections are behind.</summary>
    public LiveChart Lag => new("ledger-lag", "Ledger: Projection Lag", "entries")
    {
        Info = "Entries of the log that each projection has not taken in.",
        Series = [.. projections.All.Select(projection => new LiveSeries(projection.Table.Name, () => projection.Lag))],
    };
}
