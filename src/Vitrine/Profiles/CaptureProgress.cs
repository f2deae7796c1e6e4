using System.Diagnostics;
using Spectre.Console;
using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Profiles;

/// <summary>Shows on standard error that a server measures, and for how long yet: a bar on a terminal, else one line.</summary>
internal static class CaptureProgress
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for a capture and shows it.</summary>
    public static async Task<byte[]> WatchAsync(Task<byte[]> capture, string what, TimeSpan duration, Surroundings surroundings)
    {
        if (!surroundings.ErrorIsTerminal)
        {
            if (duration > TimeSpan.Zero) await surroundings.Error.WriteLineAsync($"{what}, {DurationText.Format(duration)} …");
            return await capture;
        }

        await surroundings.ForError().Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new RemainingTimeColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(1, duration.TotalSeconds));
            bar.IsIndeterminate = duration == TimeSpan.Zero;
            var started = Stopwatch.GetTimestamp();
            using var timer = new PeriodicTimer(s_every);
            while (await Task.WhenAny(capture, timer.WaitForNextTickAsync().AsTask()) != capture) bar.Value = Math.Min(bar.MaxValue, Stopwatch.GetElapsedTime(started).TotalSeconds);
        });
        return await capture;
    }
}
