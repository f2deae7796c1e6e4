namespace Vitrine.Forecast.Engine;

/// <summary>How the candles of a forecast are drawn from the series' own past.</summary>
/// <param name="Temperature">Scales what is drawn: 0 draws nothing and keeps the centre, 1 moves as the past did. At least 0.</param>
/// <param name="TopK">Draws only from the <c>k</c> stretches of the past that are most like the present; 0 means from all.</param>
/// <param name="TopP">Draws only from this share of the past's moves, the most ordinary ones first. In (0, 1].</param>
/// <param name="SampleCount">Sampled paths that the answer averages. At least 1.</param>
/// <param name="Seed">The same seed gives the same answer; null draws a fresh one.</param>
/// <param name="Clip">What the past's candles do beyond so many standard deviations counts as that many. More than 0.</param>
public sealed record SamplingOptions(double Temperature = 1.0, int TopK = 0, double TopP = 0.9, int SampleCount = 1, ulong? Seed = null, double Clip = double.PositiveInfinity);
