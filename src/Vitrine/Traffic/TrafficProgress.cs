using Spectre.Console;
using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Traffic;

/// <summary>Shows a run while it goes on, on standard error: a bar on a terminal, else a line now and then.</summary>
/// <param name="surroundings">The streams.</param>
/// <param name="every">The time between two lines.</param>
internal sealed class TrafficProgress(Surroundings surroundings, TimeSpan every)
{
    private static readonly TimeSpan s_barEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs and shows.</summary>
    public async Task<TrafficFigures> RunAsync(TrafficRun run, TrafficPlan plan, CancellationToken stop)
    {
        var running = run.RunAsync(stop);
        if (!surroundings.ErrorIsTerminal)
        {
            await TellAsync(running, every, () => surroundings.Error.WriteLine($"{DurationText.Format(Whole(run.Figures.Elapsed))}: {TrafficReport.Line(run.Figures)}"));
            return await running;
        }

        await surroundings.ForError().Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new ElapsedTimeColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask(plan.Shape.Name, maxValue: plan.Duration?.TotalSeconds ?? 1);
            bar.IsIndeterminate = plan.Duration is null;
            await TellAsync(running, s_barEvery, () =>
            {
                var figures = run.Figures;
                bar.Value = plan.Duration is null ? 0 : figures.Elapsed.TotalSeconds;
                bar.Description = Markup.Escape($"{plan.Shape.Name}: {TrafficReport.Line(figures)}");
            });
        });
        return await running;
    }

    private static async Task TellAsync(Task running, TimeSpan every, Action tell)
    {
        using var timer = new PeriodicTimer(every);
        while (await Task.WhenAny(running, timer.WaitForNextTickAsync().AsTask()) != running) tell();
    }

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds));
}
