namespace Vitrine.Chaos.Invariants;

/// <summary>A ledger did what it may not. Ends the iteration.</summary>
internal sealed class BrokenInvariantException(Invariant invariant, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What does not hold.</summary>
    public Invariant Invariant { get; } = invariant;
}
