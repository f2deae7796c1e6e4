namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>The machine's clock, as far off as a campaign says. Timers are not touched, as they are not when somebody sets a clock.</summary>
internal sealed class TroubledClock(NodeTroubles troubles) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + troubles.ClockOffset;
}
