namespace Vitrine.Testing.Otlp;

/// <summary>One point of a metric as a collector got it.</summary>
/// <param name="Meter">The scope's name.</param>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">A counter's or gauge's value, a histogram's sum.</param>
/// <param name="BucketCounts">A histogram's counts per bucket, else empty.</param>
/// <param name="Bounds">A histogram's bounds, else empty.</param>
/// <param name="Attributes">The point's attributes.</param>
/// <param name="Resource">The resource's attributes.</param>
public sealed record CollectedSeries(
    string Meter,
    string Name,
    double Value,
    IReadOnlyList<long> BucketCounts,
    IReadOnlyList<double> Bounds,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> Resource);
