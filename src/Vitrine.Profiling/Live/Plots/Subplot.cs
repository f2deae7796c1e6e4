namespace Vitrine.Profiling.Live.Plots;

/// <summary>A line or a row of bars of a <see cref="ScatterPlot"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Measure">What is drawn of the value.</param>
/// <param name="Read">The value at a moment.</param>
internal sealed record Subplot(string Name, Measure Measure, Func<LiveSample, double> Read)
{
    /// <summary>Lines of one group are drawn on top of each other.</summary>
    public string StackGroup { get; init; } = "";
}
