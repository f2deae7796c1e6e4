namespace Vitrine.Chaos.Worlds;

/// <summary>A clock that goes a millisecond on each time it is looked at, and jumps when it is told to: so that times, too, are the seed's.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _nowMs = 1_767_225_600_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _nowMs));

    /// <summary>Jumps, back when it is negative.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _nowMs, (long)by.TotalMilliseconds);
}
