namespace Vitrine.Chaos.Coverage;

/// <summary>All dimensions of coverage.</summary>
internal static class CoverageDimensions
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<CoverageDimension> All { get; } = Enum.GetValues<CoverageDimension>();
}
