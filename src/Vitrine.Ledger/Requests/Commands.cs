using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Kernel;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>Gives commands to the engine, and tells the request's scope what came of them: prepare, commit, apply.</summary>
internal sealed class Commands(ILogEngine engine, ProjectionHost projections, CatalogueTable catalogue)
{
    /// <summary>Gives a command, and returns once its entries are durable.</summary>
    /// <param name="call">The request.</param>
    /// <param name="command">What it wants.</param>
    /// <param name="entries">How many entries it writes.</param>
    /// <returns>What came of it, or why it was refused.</returns>
    public async Task<(AppendResult Result, LedgerError? Error)> GiveAsync(LedgerCall call, LedgerCommand command, int entries)
    {
        if (command.Tenant == LedgerNames.AuditTenant) return (new AppendResult(), LedgerError.Reserved(command.Tenant));
        var result = await engine.AppendAsync(command, call.Stop);
        if (result.Refusal is { } reason) return (result, LedgerError.Refused(reason, command));
        call.Scope.Set(LedgerFacts.OpNumber, result.Last).Set(LedgerFacts.Entries, entries);
        if (!result.IsKnown) Tell(call.Scope, result);
        return (result, null);
    }

    /// <summary>Waits until the projections that are not paused have taken in what was written; false when they had not in time. It is durable all the same.</summary>
    public Task<bool> ApplyAsync(LedgerCall call, AppendResult result) => ApplyAsync(call, result, [.. projections.All]);

    /// <summary>Waits until the catalogue has: who registered a tenant wants to find it.</summary>
    public Task<bool> CatalogueAsync(LedgerCall call, AppendResult result) => ApplyAsync(call, result, [projections.Of(catalogue)]);

    private static async Task<bool> ApplyAsync(LedgerCall call, AppendResult result, Projection[] waited)
    {
        using var scope = call.Scope.Begin(LedgerKinds.Apply);
        try
        {
            foreach (var projection in waited)
            {
                if (projection.State == ProjectionState.Running) await projection.ReachAsync(result.Last, call.Stop);
            }
        }
        catch (OperationCanceledException) when (!call.Http.RequestAborted.IsCancellationRequested)
        {
            scope.End(Outcome.Timeout);
            return false;
        }

        scope.End(Outcome.Ok);
        return true;
    }

    /// <summary>The engine timed the phases and held no scope: they are told afterwards.</summary>
    public static void Tell(Operation write, AppendResult result)
    {
        write.Set(LedgerFacts.View, result.View).Set(LedgerFacts.Bytes, result.Bytes);
        using (var prepare = write.Begin(LedgerKinds.Prepare, result.BegunAt))
        {
            prepare.Set(LedgerFacts.Acknowledged, result.Acknowledged).End(Outcome.Ok, endTimestamp: result.PreparedAt);
        }

        using var commit = write.Begin(LedgerKinds.Commit, result.PreparedAt);
        commit.End(Outcome.Ok, endTimestamp: result.CommittedAt);
    }
}
