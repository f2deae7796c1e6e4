namespace Vitrine.ModelServer.Models;

/// <summary>A model that leaves the pool, with the reason and how it was chosen, in the words of <c>pool_evictions_total</c>.</summary>
/// <param name="Member">Who leaves.</param>
/// <param name="Reason">budget, cap, ttl, replacement or invalidation.</param>
/// <param name="Selection">smallest-fit or coldest-idle for a victim of a load, otherwise n/a.</param>
internal sealed record Eviction(PooledModel Member, string Reason, string Selection = Eviction.Unselected)
{
    /// <summary>A load needs its memory.</summary>
    public const string Budget = "budget";

    /// <summary>A load needs its place.</summary>
    public const string Capacity = "cap";

    /// <summary>Nobody used it for long enough.</summary>
    public const string Expiry = "ttl";

    /// <summary>Its file was replaced.</summary>
    public const string Replacement = "replacement";

    /// <summary>Somebody asked for it, or the server stops.</summary>
    public const string Invalidation = "invalidation";

    /// <summary>Nobody chose among several.</summary>
    public const string Unselected = "n/a";

    /// <summary>The smallest idle model whose memory is enough.</summary>
    public const string SmallestFit = "smallest-fit";

    /// <summary>The idle model that was not used for the longest time.</summary>
    public const string ColdestIdle = "coldest-idle";
}
