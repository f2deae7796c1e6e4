namespace Vitrine.Chaos.Coverage;

/// <summary>What a whole campaign has seen.</summary>
internal sealed class CoverageMap
{
    private readonly HashSet<string>[] _seen = [.. CoverageDimensions.All.Select(_ => new HashSet<string>(StringComparer.Ordinal))];

    /// <summary>How many distinct things were seen, by dimension.</summary>
    public IReadOnlyList<int> Counts => [.. _seen.Select(seen => seen.Count)];

    /// <summary>Adds an iteration.</summary>
    /// <returns>How many things nobody had seen before.</returns>
    public int Add(IterationCoverage iteration)
    {
        var news = 0;
        foreach (var dimension in CoverageDimensions.All) news += iteration[dimension].Count(_seen[(int)dimension].Add);
        return news;
    }
}
