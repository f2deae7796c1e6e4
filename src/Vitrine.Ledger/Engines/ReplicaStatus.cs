namespace Vitrine.Ledger.Engines;

/// <summary>What a node does now.</summary>
public enum ReplicaStatus
{
    /// <summary>It serves.</summary>
    Normal,

    /// <summary>It has no leader, or learns of a new one.</summary>
    ViewChange,

    /// <summary>It brings its own copy up to the head of the log.</summary>
    Recovering,

    /// <summary>It has no vote and only reads.</summary>
    Standby,
}
