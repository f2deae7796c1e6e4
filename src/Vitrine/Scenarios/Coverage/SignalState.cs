namespace Vitrine.Scenarios.Coverage;

/// <summary>What became of a signal that a pack declares.</summary>
internal enum SignalState
{
    /// <summary>It was seen.</summary>
    Moved,

    /// <summary>It should have been seen and was not.</summary>
    Still,

    /// <summary>The scenario does not try, and says why.</summary>
    NotProvoked,

    /// <summary>This service cannot drive it, and says so.</summary>
    Missing,
}
