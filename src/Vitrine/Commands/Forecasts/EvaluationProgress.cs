using Spectre.Console;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;
using Vitrine.Terminal;

namespace Vitrine.Commands.Forecasts;

/// <summary>Runs an evaluation on one thread, so that its times are a forecast's own, under a bar on standard error where that is a terminal.</summary>
internal sealed class EvaluationProgress(Surroundings surroundings)
{
    public async Task<IReadOnlyList<FamilyScore>> RunAsync(IForecaster engine, EvaluationPlan plan, CancellationToken stop)
    {
        IReadOnlyList<FamilyScore> scores = [];
        if (!surroundings.ErrorIsTerminal) return Run(engine, plan, _ => { }, () => { }, stop);
        await surroundings.ForError().Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new RemainingTimeColumn()).StartAsync(progress =>
        {
            var bar = progress.AddTask("", maxValue: plan.Families.Count * plan.SeriesPerFamily);
            return Task.Run(() => scores = Run(engine, plan, family => bar.Description = EvaluationSummary.NameOf(family), () => bar.Increment(1), stop), stop);
        });
        return scores;
    }

    private static IReadOnlyList<FamilyScore> Run(IForecaster engine, EvaluationPlan plan, Action<SeriesFamily> begun, Action done, CancellationToken stop)
    {
        // The first forecasts of a process pay for its compilation.
        Evaluator.Run(engine, plan with { SeriesPerFamily = Math.Min(plan.SeriesPerFamily, 20) }, plan.Families[0], null, stop);
        return [.. plan.Families.Select(family =>
        {
            begun(family);
            return Evaluator.Run(engine, plan, family, done, stop);
        })];
    }
}
