using Spectre.Console;
using Vitrine.Chaos.Campaigns;
using Vitrine.Terminal;

namespace Vitrine.Chaos.Faces.Plain;

/// <summary>Shows a campaign while it runs, on standard error: a bar on a terminal, else a line now and then.</summary>
internal static class CampaignProgress
{
    private static readonly TimeSpan s_lineEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_barEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs and shows.</summary>
    public static async Task RunAsync(Campaign campaign, Surroundings surroundings, CancellationToken stop)
    {
        var running = campaign.RunAsync(stop);
        if (!surroundings.ErrorIsTerminal)
        {
            surroundings.Error.WriteLine(CampaignReport.Title(campaign.Plan));
            await TellAsync(running, s_lineEvery, () => surroundings.Error.WriteLine(CampaignReport.Line(campaign.Figures)));
            await running;
            return;
        }

        await surroundings.ForError().Progress().AutoClear(true).Columns(new ProgressBarColumn { Width = 30 }, new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(CampaignReport.Title(campaign.Plan)), maxValue: campaign.Plan.Iterations ?? 1);
            bar.IsIndeterminate = campaign.Plan.Iterations is null;
            await TellAsync(running, s_barEvery, () =>
            {
                var figures = campaign.Figures;
                bar.Value = campaign.Plan.Iterations is null ? 0 : figures.Done;
                bar.Description = Markup.Escape(CampaignReport.Line(figures));
            });
        });
        await running;
    }

    private static async Task TellAsync(Task running, TimeSpan every, Action tell)
    {
        using var timer = new PeriodicTimer(every);
        while (await Task.WhenAny(running, timer.WaitForNextTickAsync().AsTask()) != running) tell();
    }
}
