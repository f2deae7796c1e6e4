namespace Vitrine.Ledger.Projections;

/// <summary>What a projection does now.</summary>
internal enum ProjectionState
{
    /// <summary>It takes entries in as they come.</summary>
    Running,

    /// <summary>Somebody paused it: entries wait in the log.</summary>
    Paused,

    /// <summary>An entry of the own copy does not verify; it tries again once a second, for a repair may come.</summary>
    Damaged,

    /// <summary>Its table could not take an entry in; a rebuild or a restart tries again.</summary>
    Failed,
}
