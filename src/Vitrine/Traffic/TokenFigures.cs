namespace Vitrine.Traffic;

/// <summary>Tokens of a run.</summary>
/// <param name="Input">Of prompts, as far as the service said.</param>
/// <param name="Output">Of answers.</param>
/// <param name="OutputPerSecond">The latter by the time of the run.</param>
/// <param name="IsEstimated">Whether some answers came without a count, so that their events with text were counted.</param>
internal sealed record TokenFigures(long Input, long Output, double OutputPerSecond, bool IsEstimated);
