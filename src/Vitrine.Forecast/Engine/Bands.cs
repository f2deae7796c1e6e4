namespace Vitrine.Forecast.Engine;

/// <summary>Where the close is expected to lie, per predicted step: between the bounds in <see cref="Coverage"/> of the cases. The bounds are equal ratios of price below and above.</summary>
/// <param name="Coverage">The share of cases that the band is meant to hold, 0.8 by default.</param>
/// <param name="Lower">The lower bound of the close, positive.</param>
/// <param name="Upper">The upper bound of the close, finite.</param>
public sealed record Bands(double Coverage, double[] Lower, double[] Upper);
