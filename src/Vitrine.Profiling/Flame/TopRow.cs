namespace Vitrine.Profiling.Flame;

/// <summary>A function's part of a profile.</summary>
/// <param name="Frame">The function.</param>
/// <param name="Flat">What was measured in it.</param>
/// <param name="Cumulative">What was measured in it and in what it called.</param>
internal sealed record TopRow(StackFrame Frame, long Flat, long Cumulative);
