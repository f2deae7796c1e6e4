namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What happens in a pool of models, and what it holds.</summary>
public static class PoolKinds
{
    /// <summary>A model leaves the pool, or would have if nobody had been using it.</summary>
    public static readonly Kind Eviction = Kind.Point(
        "pool_eviction", GenAiFacts.ResponseModel, PoolFacts.Reason, PoolFacts.Selection, PoolFacts.Evicted, PoolFacts.Status, PoolFacts.ActiveStreams);

    /// <summary>A load waits for the memory of the models that it replaces.</summary>
    public static readonly Kind EvictWait = Kind.Scope("evict_wait", []);

    /// <summary>A load came to nothing.</summary>
    public static readonly Kind LoadFailure = Kind.Point("pool_load_failure", GenAiFacts.ResponseModel, PoolFacts.Stage, CoreFacts.ErrorMessage);

    /// <summary>Memory was asked for and not given.</summary>
    public static readonly Kind Rejection = Kind.Point("memory_rejection", GenAiFacts.ResponseModel, PoolFacts.Rejection);

    /// <summary>The pool, one row.</summary>
    public static readonly Kind Pool = Kind.State("model_pool", PoolFacts.Items, PoolFacts.MaxItems, PoolFacts.InflightLoads);

    /// <summary>The memory that models may fill, one row.</summary>
    public static readonly Kind Budget = Kind.State(
        "memory_budget",
        PoolFacts.BudgetPercent, PoolFacts.Headroom, PoolFacts.Unified, PoolFacts.Reservations, PoolFacts.Total, PoolFacts.Budget, PoolFacts.Used, PoolFacts.Unreserved);

    /// <summary>The memory of one model, a row each: loading, loaded and leaving ones.</summary>
    public static readonly Kind Reservation = Kind.State("memory_reservation", GenAiFacts.ResponseModel, PoolFacts.Reserved);

    /// <summary>All kinds of the pool.</summary>
    public static readonly IReadOnlyList<Kind> All = [Eviction, EvictWait, LoadFailure, Rejection, Pool, Budget, Reservation];
}
