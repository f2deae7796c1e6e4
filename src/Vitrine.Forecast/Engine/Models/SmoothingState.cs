namespace Vitrine.Forecast.Engine.Models;

/// <summary>Where smoothing stands at the end of a series.</summary>
/// <param name="Level">The smoothed value.</param>
/// <param name="Trend">The smoothed change per step.</param>
/// <param name="Alpha">How much of an error the level takes over.</param>
/// <param name="Phi">How much of the trend is left after one step.</param>
internal readonly record struct SmoothingState(double Level, double Trend, double Alpha, double Phi);
