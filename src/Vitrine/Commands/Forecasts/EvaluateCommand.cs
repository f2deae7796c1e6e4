using System.CommandLine;
using System.Text.Json;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;
using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Commands.Forecasts;

/// <summary><c>vitrine forecast evaluate</c>: the default engine on generated series whose future it is not shown, beside the last value.</summary>
internal static class EvaluateCommand
{
    private static readonly IReadOnlyDictionary<string, SeriesFamily> s_families = Enum.GetValues<SeriesFamily>().ToDictionary(EvaluationSummary.NameOf, StringComparer.Ordinal);

    public static Command Create(Surroundings surroundings)
    {
        var families = new Option<string[]>("--families") { Description = $"Kinds of series: {string.Join(", ", s_families.Keys)} [default: all]", HelpName = "NAME", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. s_families.Keys] };
        families.AcceptOnlyFromAmong([.. s_families.Keys]);
        var series = new Option<int>("--series") { Description = "Series of each kind", HelpName = "N", DefaultValueFactory = _ => 100 };
        var candles = new Option<int>("--candles") { Description = "Hourly candles that a forecast knows, 12 to 2048", HelpName = "N", DefaultValueFactory = _ => 300 };
        var steps = new Option<int>("--steps") { Description = "Candles that it predicts, 1 to 512", HelpName = "N", DefaultValueFactory = _ => 24 };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same series, and the same figures but times", HelpName = "N", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "The figures as JSON" };
        var command = new Command("evaluate", "Compare the engine with the last value on generated series: scaled error, coverage of the bands, time")
            .WithExamples("forecast evaluate", "forecast evaluate --families trend random-walk --series 500 --seed 7", "forecast evaluate --candles 400 --steps 120 --json");
        foreach (var option in (Option[])[families, series, candles, steps, seed, json]) command.Options.Add(option);
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var plan = new EvaluationPlan([.. parsed.GetRequiredValue(families).Distinct(StringComparer.Ordinal).Select(name => s_families[name])],
                InRange(series, 1, 100_000), InRange(candles, 12, 2048), InRange(steps, 1, 512), (ulong)InRange(seed, 0, int.MaxValue));
            var engine = new StatisticalForecaster();
            var scores = await new EvaluationProgress(surroundings).RunAsync(engine, plan, cancellation);
            var summary = EvaluationSummary.Of(engine, plan, scores);
            if (parsed.GetValue(json)) surroundings.Output.WriteLine(JsonSerializer.Serialize(summary, EvaluationJson.Default.EvaluationSummary));
            else EvaluationTable.Write(summary, surroundings.ForOutput());
            return ExitCode.Ok;

            int InRange(Option<int> option, int least, int most) => parsed.GetValue(option) is var value && value >= least && value <= most
                ? value
                : throw new SettingsException([$"{option.Name} must be a whole number from {least} to {most}, not {value}."]);
        });
        return command;
    }
}
