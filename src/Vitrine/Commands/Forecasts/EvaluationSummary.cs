using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Commands.Forecasts;

/// <summary>What <c>vitrine forecast evaluate</c> finds out.</summary>
internal sealed record EvaluationSummary(string Engine, string Version, ulong Seed, int SeriesPerFamily, int Candles, int Steps, double MeanRatio, double MeanCoverage, IReadOnlyList<EvaluationRow> Families)
{
    public static EvaluationSummary Of(IForecaster engine, EvaluationPlan plan, IReadOnlyList<FamilyScore> scores) => new(
        engine.Name, engine.Version, plan.Seed, plan.SeriesPerFamily, plan.Candles, plan.Steps, scores.Average(score => score.Ratio), scores.Average(score => score.Coverage),
        [.. scores.Select(score => new EvaluationRow(NameOf(score.Family), score.Mase, score.NaiveMase, score.Ratio, score.Coverage, score.MillisecondsPerForecast))]);

    /// <summary>A family's name on the command line and in tables, such as <c>random-walk</c>.</summary>
    public static string NameOf(SeriesFamily family) => JsonNamingPolicy.KebabCaseLower.ConvertName(family.ToString());
}

/// <summary>One family of it.</summary>
internal sealed record EvaluationRow(string Family, double Mase, double NaiveMase, double Ratio, double Coverage, double MillisecondsPerForecast);

/// <summary>Writes summaries without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationSummary))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
