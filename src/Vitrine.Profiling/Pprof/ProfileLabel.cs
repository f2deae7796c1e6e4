namespace Vitrine.Profiling.Pprof;

/// <summary>A label of samples: what <c>-tagfocus</c> and <c>-tags</c> of <c>go tool pprof</c> look at.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Text">Its value, or null when it is a number.</param>
/// <param name="Number">Its value when it is a number.</param>
/// <param name="Unit">The number's unit, such as <c>bytes</c>.</param>
internal readonly record struct ProfileLabel(string Key, string? Text, long Number = 0, string? Unit = null);
