using System.Diagnostics;

namespace Vitrine.Packs.Tests.Support;

/// <summary>A wall clock that stands still until a scenario moves it, so that golden lines carry known timestamps.</summary>
/// <remarks>
/// Only the wall clock is fixed. Durations come from <c>Stopwatch</c> ticks: begin a root without a timestamp, and give children and ends
/// <c>root.StartTimestamp</c> plus <see cref="Ticks"/>; they are exact then.
/// </remarks>
internal sealed class FixedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    /// <summary>Starts at the instant most documents use in their examples.</summary>
    public FixedClock() : this(new DateTimeOffset(2025, 10, 14, 10, 30, 15, 123, TimeSpan.Zero))
    {
    }

    /// <summary>Milliseconds as <c>Stopwatch</c> ticks.</summary>
    public static long Ticks(double ms) => (long)(ms * Stopwatch.Frequency / 1000);

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan by) => _now += by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;
}
