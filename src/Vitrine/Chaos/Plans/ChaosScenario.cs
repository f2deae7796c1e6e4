using static Vitrine.Chaos.Plans.FaultKind;

namespace Vitrine.Chaos.Plans;

/// <summary>A mix of faults and habits of writers that a campaign draws from.</summary>
/// <param name="Name">As <c>--scenario</c> takes it.</param>
/// <param name="Description">One line for the help.</param>
/// <param name="Faults">What may happen, all alike likely; empty for a campaign without faults.</param>
internal sealed record ChaosScenario(string Name, string Description, IReadOnlyList<FaultKind> Faults)
{
    /// <summary>How likely a round has a fault.</summary>
    public double FaultShare { get; init; } = 0.7;

    /// <summary>How likely a writer sends its last command again, though it got an answer.</summary>
    public double RepeatShare { get; init; } = 0.15;

    /// <summary>All scenarios, the usual one first.</summary>
    public static IReadOnlyList<ChaosScenario> All { get; } =
    [
        new("mixed", "every fault that the engine knows", Enum.GetValues<FaultKind>()),
        new("calm", "no faults: what the others are compared with", []),
        new("crash", "processes die, between writes and within them", [Kill, TornWrite, Restart, MemberKill]),
        new("damage", "bits flip in segments", [BitFlip]),
        new("disk", "no room, failing and slow fsync", [DiskFull, FlushFailure, SlowFlush]),
        new("clock", "the clock jumps back and forward", [ClockBack, ClockForward]),
        new("stall", "processes stand still and go on", [Pause, SlowFlush, MemberPause]),
        new("network", "nodes cannot reach the cluster, members come and go", [NetworkCut, MemberKill, MemberPause]),
        new("retry", "clients repeat everything, processes die", [Kill, Restart, FlushFailure, MemberKill]) { RepeatShare = 0.6 },
    ];

    /// <summary>The scenario of a name.</summary>
    public static ChaosScenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
