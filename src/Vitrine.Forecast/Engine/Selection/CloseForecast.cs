using Vitrine.Forecast.Engine.Uncertainty;

namespace Vitrine.Forecast.Engine.Selection;

/// <summary>What is known of a forecast of the close, beside its values.</summary>
/// <param name="Growth">How far off it may be.</param>
/// <param name="Model">The models behind it and their weights.</param>
/// <param name="Mase">Its scaled error in validation; null without validation.</param>
/// <param name="NaiveMase">The last value's scaled error in validation.</param>
internal readonly record struct CloseForecast(ErrorGrowth Growth, string Model, double? Mase, double? NaiveMase);
