using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>The pool as rows for a scrape.</summary>
internal sealed class PoolRows(PoolTable table, ModelListing models, ModelServerOptions options)
{
    /// <summary>Declares the rows.</summary>
    public void AddTo(ITelemetry telemetry)
    {
        telemetry.AddState(ModelKinds.Loaded, ReadModels);
        telemetry.AddState(ModelKinds.Offered, ReadOffered);
        telemetry.AddState(PoolKinds.Pool, ReadPool);
        telemetry.AddState(PoolKinds.Budget, ReadBudget);
        telemetry.AddState(PoolKinds.Reservation, ReadReservations);
    }

    private void ReadModels(ref StateRows rows)
    {
        foreach (var member in table.Read().Loaded)
        {
            var (info, now) = (member.Model.Engine.Info, member.Model.Engine.Counters);
            rows.Begin();
            rows.Set(GenAiFacts.ResponseModel, member.Model.Name);
            rows.Set(ModelFacts.Memory, info.FileSizeBytes + info.KvBytes);
            rows.Set(ModelFacts.SlotMemory, info.KvBytes);
            rows.Set(ModelFacts.BytesPerToken, info.KvBytesPerToken);
            rows.Set(ModelFacts.ContextSize, info.ContextLength);
            rows.Set(ModelFacts.Threads, info.Threads);
            rows.Set(ModelFacts.BatchSize, info.BatchSize);
            rows.Set(ModelFacts.Slots, info.Slots);
            rows.Set(ModelFacts.ActiveStreams, now.Running);
            rows.Set(ModelFacts.QueueDepth, now.QueueDepth);
            rows.Set(ModelFacts.KvUsed, now.KvPositionsUsed);
            rows.Set(PoolFacts.ActiveStreams, member.ActiveStreams);
        }
    }

    private void ReadOffered(ref StateRows rows)
    {
        foreach (var model in models.Offered())
        {
            rows.Begin();
            rows.Set(GenAiFacts.RequestModel, model.File.Id);
            rows.Set(ModelFacts.IsLoaded, model.Loaded is null ? 0 : 1);
        }
    }

    private void ReadPool(ref StateRows rows)
    {
        var pool = table.Read();
        rows.Begin();
        rows.Set(PoolFacts.Items, pool.Loaded.Count);
        rows.Set(PoolFacts.MaxItems, options.ModelsInPool);
        rows.Set(PoolFacts.InflightLoads, pool.Loading.Count);
    }

    private void ReadBudget(ref StateRows rows)
    {
        var pool = table.Read();
        rows.Begin();
        rows.Set(PoolFacts.Total, options.MachineBytes);
        rows.Set(PoolFacts.Budget, options.MemoryBudgetBytes);
        rows.Set(PoolFacts.BudgetPercent, 100.0 * options.MemoryBudgetBytes / options.MachineBytes);
        rows.Set(PoolFacts.Headroom, Math.Max(options.MachineBytes - options.MemoryBudgetBytes, 0));
        rows.Set(PoolFacts.Used, pool.UsedBytes);
        rows.Set(PoolFacts.Unreserved, Math.Max(options.MemoryBudgetBytes - pool.UsedBytes, 0));
        rows.Set(PoolFacts.Reservations, pool.Reservations.Count);
        // No device has memory of its own: models live in the machine's.
        rows.Set(PoolFacts.Unified, 1);
    }

    private void ReadReservations(ref StateRows rows)
    {
        foreach (var (model, bytes) in table.Read().Reservations)
        {
            rows.Begin();
            rows.Set(GenAiFacts.ResponseModel, model);
            rows.Set(PoolFacts.Reserved, bytes);
        }
    }
}
