namespace Vitrine.Queries;

/// <summary>A metric as a query selects it.</summary>
/// <param name="Metric">Its name; empty when only labels choose it.</param>
/// <param name="Labels">The labels that its matchers name.</param>
internal sealed record QuerySelector(string Metric, IReadOnlyList<string> Labels);
