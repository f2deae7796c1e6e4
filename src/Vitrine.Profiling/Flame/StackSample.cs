namespace Vitrine.Profiling.Flame;

/// <summary>A stack and what was measured on it.</summary>
/// <param name="Stack">The functions, leaf first; shared between samples, never written.</param>
/// <param name="Values">A value for every kind of <see cref="StackProfile.Kinds"/>.</param>
/// <param name="Labels">What was known of it, such as route and model.</param>
internal sealed record StackSample(IReadOnlyList<StackFrame> Stack, IReadOnlyList<long> Values, IReadOnlyList<KeyValuePair<string, string>> Labels);
