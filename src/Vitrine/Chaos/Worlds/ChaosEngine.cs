using Vitrine.Chaos.Plans;

namespace Vitrine.Chaos.Worlds;

/// <summary>A log engine under a campaign: how many nodes, which faults it knows, and how its worlds are made.</summary>
/// <param name="Name">As <c>--engine</c> takes it.</param>
/// <param name="Description">One line for the help.</param>
/// <param name="Nodes">How many nodes a world has.</param>
/// <param name="Faults">The faults that can happen to it.</param>
/// <param name="Create">Makes the world of a seed; it owns what it starts.</param>
internal sealed record ChaosEngine(string Name, string Description, int Nodes, IReadOnlySet<FaultKind> Faults, Func<int, IChaosWorld> Create)
{
    /// <summary>What must be installed, or null.</summary>
    public string? Program { get; init; }

    /// <summary>How long what must come true in the end may take where time is real.</summary>
    public TimeSpan Patience { get; init; }
}
