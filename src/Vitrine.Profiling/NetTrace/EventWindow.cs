using System.Diagnostics;
using System.Globalization;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// The events of a while, for the profiles that Go counts since the start: the runtime records nothing before it is asked to, so here they
/// show what happens from now on.
/// </summary>
internal static class EventWindow
{
    /// <summary>How long to look when nobody says.</summary>
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(10);

    /// <summary>Records until the request's time is over or <paramref name="stop"/> fires, and hands every event to the sink. Says in the profile what is missing.</summary>
    /// <exception cref="ProfileException">There are no events to be had here.</exception>
    public static async Task<RecordedWindow> RecordAsync(EventPipeRequest events, INetTraceSink sink, TimeSpan duration, ProfileBuilder profile, CancellationToken stop)
    {
        await using var session = await EventPipeSession.StartAsync(events, sink);
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(duration, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var end = Stopwatch.GetTimestamp();
        var elapsed = Stopwatch.GetElapsedTime(start, end);
        if (stop.IsCancellationRequested) profile.Comment(string.Create(CultureInfo.InvariantCulture, $"ended early, after {elapsed.TotalSeconds:0.0} of {duration.TotalSeconds:0.#} s"));
        TellLosses(await session.StopAsync(), events, profile);
        return new RecordedWindow(elapsed, end);
    }

    /// <summary>Warns in the profile when the runtime's buffer was too small for the events.</summary>
    public static void TellLosses(NetTraceSummary summary, EventPipeRequest events, ProfileBuilder profile)
    {
        if (summary.LostEvents == 0) return;
        profile.Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.LostEvents} of {summary.Events + summary.LostEvents} events were lost: more came than the buffer of {events.BufferMegabytes} MB could hold while the reader was behind; all values are too low"));
    }
}
