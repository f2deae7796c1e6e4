using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Projections;

namespace Vitrine.Ledger.Requests;

/// <summary>Reads tables that may be behind the log: who asks for what is not there yet waits for it, for as long as a query may.</summary>
internal sealed class ProjectionReads(ILogEngine engine, ProjectionHost projections, LedgerOptions options)
{
    /// <summary>The projection that feeds a table.</summary>
    public Projection Of(IProjectionTable table) => projections.Of(table);

    /// <summary>Waits until a table is at a position; what came of the wait, or null.</summary>
    public async Task<LedgerError?> ReachAsync(LedgerCall call, IProjectionTable table, long position)
    {
        var projection = projections.Of(table);
        if (projection.Applied >= position) return null;
        if (projection.State != ProjectionState.Running) return NotApplied(projection, position);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Stop);
        patience.CancelAfter(options.QueryTimeout);
        try
        {
            await projection.ReachAsync(position, patience.Token);
            return null;
        }
        catch (OperationCanceledException) when (!call.Stop.IsCancellationRequested)
        {
            return NotApplied(projection, position);
        }
    }

    /// <summary>What is not found is only missing once the table is at the head of the log: waits for that unless it is found.</summary>
    public Task<LedgerError?> FreshAsync(LedgerCall call, IProjectionTable table, Func<bool> isFound) =>
        isFound() ? Task.FromResult<LedgerError?>(null) : ReachAsync(call, table, engine.Copy.Head.Position);

    private static LedgerError NotApplied(Projection projection, long position) =>
        LedgerError.NotApplied(projection.Table.Name, position, projection.State == ProjectionState.Paused ? "it is paused" : projection.Damage is { } damage ? LedgerError.Unverified(damage) : null);
}
