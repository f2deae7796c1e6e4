namespace Vitrine.Profiling.Live;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Read">
/// Its value now. Called once a second on the thread of the collector, and only while somebody looks: it must not wait. What it throws is logged
/// once, and leaves a gap; so does <see cref="double.NaN"/>.
/// </param>
/// <param name="IsTotal">Whether the value only grows, and its growth per second is what is drawn.</param>
public sealed record LiveSeries(string Name, Func<double> Read, bool IsTotal = false);
