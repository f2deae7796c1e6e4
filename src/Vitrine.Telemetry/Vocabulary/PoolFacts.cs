namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of a model server's pool and of the memory it may fill.</summary>
public static class PoolFacts
{
    /// <summary>Why a model leaves: budget, cap, ttl, replacement, invalidation.</summary>
    public static readonly Fact<string> Reason = Fact.Text("vitrine.pool.reason");

    /// <summary>How a victim was chosen: smallest-fit, coldest-idle, n/a.</summary>
    public static readonly Fact<string> Selection = Fact.Text("vitrine.pool.selection");

    /// <summary>Whether the model really left; one that still answers stays.</summary>
    public static readonly Fact<bool> Evicted = Fact.Flag("vitrine.pool.evicted");

    /// <summary>What became of an eviction, in the words of the log.</summary>
    public static readonly Fact<string> Status = Fact.Text("vitrine.pool.status");

    /// <summary>Requests that hold a model.</summary>
    public static readonly Fact<long> ActiveStreams = Fact.Integer("vitrine.pool.active_streams", "{request}");

    /// <summary>Where a load failed: plan, reserve, evict, load.</summary>
    public static readonly Fact<string> Stage = Fact.Text("vitrine.pool.stage");

    /// <summary>Models in the pool.</summary>
    public static readonly Fact<long> Items = Fact.Integer("vitrine.pool.items", "{model}");

    /// <summary>Models that it may hold.</summary>
    public static readonly Fact<long> MaxItems = Fact.Integer("vitrine.pool.max_items", "{model}");

    /// <summary>Loads under way.</summary>
    public static readonly Fact<long> InflightLoads = Fact.Integer("vitrine.pool.inflight_loads", "{load}");

    /// <summary>The share of the machine's memory that models may fill.</summary>
    public static readonly Fact<double> BudgetPercent = Fact.Real("vitrine.memory.budget_percent", "%");

    /// <summary>Memory of the machine that is kept free of models.</summary>
    public static readonly Fact<long> Headroom = Fact.Integer("vitrine.memory.headroom", "By");

    /// <summary>1 where models live in the machine's own memory, 0 where a device has its own.</summary>
    public static readonly Fact<long> Unified = Fact.Integer("vitrine.memory.unified");

    /// <summary>Models that hold memory: loaded, loading, leaving.</summary>
    public static readonly Fact<long> Reservations = Fact.Integer("vitrine.memory.reservations", "{model}");

    /// <summary>Memory of the machine, or of the container.</summary>
    public static readonly Fact<long> Total = Fact.Integer("vitrine.memory.total", "By");

    /// <summary>Memory that models may fill.</summary>
    public static readonly Fact<long> Budget = Fact.Integer("vitrine.memory.budget", "By");

    /// <summary>Memory that models have reserved.</summary>
    public static readonly Fact<long> Used = Fact.Integer("vitrine.memory.used", "By");

    /// <summary>Budget that nobody has reserved; never below zero.</summary>
    public static readonly Fact<long> Unreserved = Fact.Integer("vitrine.memory.free", "By");

    /// <summary>What one model has reserved.</summary>
    public static readonly Fact<long> Reserved = Fact.Integer("vitrine.memory.reserved", "By");

    /// <summary>Why memory was not reserved: no_capacity, invalid_plan.</summary>
    public static readonly Fact<string> Rejection = Fact.Text("vitrine.memory.rejection");
}
