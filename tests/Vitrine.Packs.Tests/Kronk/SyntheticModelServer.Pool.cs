using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kronk;

/// <summary>What happens in its pool.</summary>
internal sealed partial class SyntheticModelServer
{
    private const long Budget = 24_000_000_000;

    /// <summary>A request loads a second model, for which an idle one leaves; another shares the load. A third finds every place taken.</summary>
    public void LoadShared()
    {
        using var http = Next("/v1/chat/completions");
        using var chat = Infer(http, "chat", Model);
        using (var acquire = chat.Begin(InferenceKinds.PoolAcquire, At(http, 1)))
        {
            using (var wait = acquire.Begin(PoolKinds.EvictWait, At(http, 2)))
            {
                Evict("Phi-4-Q8_0", "budget", "smallest-fit");
                wait.End(Outcome.Ok, endTimestamp: At(http, 40));
            }

            Coverage.Scrape();
            using (var load = acquire.Begin(ModelKinds.Load, At(http, 40)).Set(ModelFacts.File, $"models/{Model}.gguf").Opened())
                load.Set(GenAiFacts.ResponseModel, Model).End(Outcome.Ok, endTimestamp: At(http, 2890));
            acquire.Set(ModelFacts.PoolResult, "miss").End(Outcome.Ok, endTimestamp: At(http, 2891));
        }

        Acquire(chat, http, "dedup", Outcome.Ok, 2890);
        Acquire(chat, http, "busy", Outcome.Rejected, 1.25);
        chat.Set(GenAiFacts.ResponseModel, Model).End(Outcome.Rejected, "unavailable", endTimestamp: At(http, 2892));
        Reply(http, 503, "unavailable", 2893, Outcome.Rejected, "The server is busy: as many models as it may hold are in use or being loaded.");
        Evicted(Model, "ttl", "n/a", isOut: false, "prevented", 2);
    }

    /// <summary>A model that the whole budget would not hold.</summary>
    public void NoRoom()
    {
        Telemetry.Point(PoolKinds.Rejection).Set(GenAiFacts.ResponseModel, "Qwen3-235B").Set(PoolFacts.Rejection, "no_capacity").Emit();
        LoadFailed("Qwen3-235B", "reserve", $"The model 'Qwen3-235B' needs 250000000000 bytes of memory, and all models together may take {Budget}.");
    }

    private static void Acquire(Operation chat, Operation http, string result, Outcome outcome, double ms)
    {
        using var acquire = chat.Begin(InferenceKinds.PoolAcquire, At(http, 1));
        acquire.Set(ModelFacts.PoolResult, result).End(outcome, outcome == Outcome.Ok ? null : "unavailable", endTimestamp: At(http, ms));
    }

    private void AddPool()
    {
        Telemetry.AddState(ModelKinds.Offered, (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(GenAiFacts.RequestModel, Model);
            rows.Set(ModelFacts.IsLoaded, _loaded ? 1 : 0);
        });
        Telemetry.AddState(PoolKinds.Pool, (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(PoolFacts.Items, _loaded ? 1 : 0);
            rows.Set(PoolFacts.MaxItems, 2);
            rows.Set(PoolFacts.InflightLoads, 1);
        });
        Telemetry.AddState(PoolKinds.Budget, (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(PoolFacts.BudgetPercent, 75);
            rows.Set(PoolFacts.Headroom, 8_000_000_000);
            rows.Set(PoolFacts.Unified, 1);
            rows.Set(PoolFacts.Reservations, 1);
            rows.Set(PoolFacts.Total, 32_000_000_000);
            rows.Set(PoolFacts.Budget, Budget);
            rows.Set(PoolFacts.Used, 9_932_111_872);
            rows.Set(PoolFacts.Unreserved, Budget - 9_932_111_872);
        });
        Telemetry.AddState(PoolKinds.Reservation, (ref StateRows rows) =>
        {
            if (!_loaded) return;
            rows.Begin();
            rows.Set(GenAiFacts.ResponseModel, Model);
            rows.Set(PoolFacts.Reserved, 9_932_111_872);
        });
    }

    private void LoadFailed(string model, string stage, string message) =>
        Telemetry.Point(PoolKinds.LoadFailure).Set(GenAiFacts.ResponseModel, model).Set(PoolFacts.Stage, stage).Set(CoreFacts.ErrorMessage, message).Emit();

    private void Evict(string model, string reason, string selection)
    {
        Evicted(model, reason, selection, isOut: true, "evicted", 0);
        using var unload = Telemetry.Begin(ModelKinds.Unload).Set(GenAiFacts.ResponseModel, model).Opened();
        unload.End(Outcome.Ok, endTimestamp: At(unload, 35));
    }

    private void Evicted(string model, string reason, string selection, bool isOut, string status, int streams) => Telemetry.Point(PoolKinds.Eviction)
        .Set(GenAiFacts.ResponseModel, model).Set(PoolFacts.Reason, reason).Set(PoolFacts.Selection, selection)
        .Set(PoolFacts.Evicted, isOut).Set(PoolFacts.Status, status).Set(PoolFacts.ActiveStreams, streams).Emit();
}
