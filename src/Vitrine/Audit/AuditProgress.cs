using System.Diagnostics;
using Spectre.Console;
using Vitrine.Terminal;

namespace Vitrine.Audit;

/// <summary>Shows on standard error how many records are through, where that is a terminal.</summary>
internal static class AuditProgress
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(100);

    /// <summary>Does some work and shows how far it is.</summary>
    /// <param name="what">What is done, for people.</param>
    /// <param name="total">How many records there are; null when nobody knows.</param>
    /// <param name="work">The work; it tells the number of records done.</param>
    /// <param name="surroundings">The process around.</param>
    public static async Task WatchAsync(string what, long? total, Func<Action<long>, Task> work, Surroundings surroundings)
    {
        if (!surroundings.ErrorIsTerminal)
        {
            await work(_ => { });
            return;
        }

        await surroundings.ForError().Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new RemainingTimeColumn()).StartAsync(progress =>
        {
            var bar = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(1, total ?? 1));
            bar.IsIndeterminate = total is null;
            var shown = Stopwatch.GetTimestamp();
            return work(count =>
            {
                if (Stopwatch.GetElapsedTime(shown) < s_every) return;
                shown = Stopwatch.GetTimestamp();
                if (total is null) bar.Description = Markup.Escape($"{what}: {count:N0} records");
                else bar.Value = count;
            });
        });
    }
}
