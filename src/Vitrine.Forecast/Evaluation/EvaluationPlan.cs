namespace Vitrine.Forecast.Evaluation;

/// <summary>What an evaluation runs.</summary>
/// <param name="Families">The kinds of series.</param>
/// <param name="SeriesPerFamily">Series of each kind.</param>
/// <param name="Candles">Candles that a forecast knows.</param>
/// <param name="Steps">Candles that it predicts.</param>
/// <param name="Seed">The same seed makes the same series, and so the same figures but times.</param>
public sealed record EvaluationPlan(IReadOnlyList<SeriesFamily> Families, int SeriesPerFamily = 100, int Candles = 300, int Steps = 24, ulong Seed = 1);
