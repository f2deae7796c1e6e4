namespace Vitrine.Profiling.Flame;

/// <summary>What one of a sample's values counts, such as <c>cpu</c> in <c>nanoseconds</c>.</summary>
internal sealed record SampleKind(string Name, string Unit);
