using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Worlds;

namespace Vitrine.Chaos.Invariants;

/// <summary>Holds an iteration to the invariants, and counts under which fault, in which state, each was looked at.</summary>
internal sealed class Checks(IterationCoverage coverage)
{
    private readonly long[] _counts = new long[InvariantNames.All.Count];

    /// <summary>The fault that the checks from here on are owed to; null before the first.</summary>
    public Strike? Strike { get; set; }

    /// <summary>How often each invariant was looked at, by its number.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Looks at an invariant.</summary>
    /// <param name="invariant">The invariant.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="orElse">What is the matter when it does not.</param>
    /// <exception cref="BrokenInvariantException">It does not hold.</exception>
    public void Expect(Invariant invariant, bool holds, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument(nameof(holds))] ref Otherwise orElse)
    {
        Seen(invariant);
        if (!holds) throw new BrokenInvariantException(invariant, orElse.ToString());
    }

    /// <summary>Counts that an invariant was looked at, and held.</summary>
    public void Seen(Invariant invariant)
    {
        _counts[(int)invariant]++;
        coverage.Saw(Strike, invariant);
    }
}
