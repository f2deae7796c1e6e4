namespace Vitrine.Telemetry.Packs;

/// <summary>A metric family as a pack declares it.</summary>
/// <param name="Name">Its name; an <c>avg_min_max</c> shows three families with suffixes.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c>, <c>histogram</c> or <c>avg_min_max</c>.</param>
/// <param name="Help">Its help text.</param>
/// <param name="Labels">Its labels, in order.</param>
/// <param name="Sources">Where its figures come from, such as <c>from inference: duration</c>.</param>
/// <param name="Undriven">Why nothing can drive it, or null.</param>
public sealed record FamilyOutline(string Name, string Type, string Help, IReadOnlyList<string> Labels, IReadOnlyList<string> Sources, string? Undriven);
