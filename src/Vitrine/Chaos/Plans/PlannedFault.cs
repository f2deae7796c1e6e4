namespace Vitrine.Chaos.Plans;

/// <summary>A fault in the middle of a round's writes.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Node">Whom it happens to, from 0.</param>
/// <param name="Moment">When: before this write or fsync of the round, counted from 0. With etcd, in steps of <see cref="Step"/> after the round began.</param>
/// <param name="Choice">Which of the things that it can hit: the byte, the bit, how far the clock jumps.</param>
internal sealed record PlannedFault(FaultKind Kind, int Node, int Moment, int Choice)
{
    /// <summary>What <see cref="Moment"/> counts where time is real.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>How far a clock jumps, back when it is negative: up to a day.</summary>
    public TimeSpan Jump => (Kind == FaultKind.ClockBack ? -1 : 1) * TimeSpan.FromSeconds(Choice % 86_400);
}
