namespace Vitrine.Profiling.Live.Plots;

/// <summary>What is drawn of a value.</summary>
internal enum Measure
{
    /// <summary>The value itself.</summary>
    Level,

    /// <summary>How much it grew since the last tick; 0 at the first.</summary>
    Delta,

    /// <summary>How much it grew per second; 0 at the first tick.</summary>
    Rate,
}
