using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Waits;

/// <summary>What <c>/debug/pprof/mutex</c> and <c>/debug/pprof/block</c> have in common: a stack, how often it waited, and how long.</summary>
internal abstract class WaitProfile(WaitKind kind, EventPipeProvider events) : IProfileKind
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <summary>The title of Go's text.</summary>
    protected abstract string TextTitle { get; }

    /// <summary>The frames that a reader looks for, or none when the wait is nobody's concern.</summary>
    protected abstract ReadOnlySpan<ulong> Shown(ReadOnlySpan<ulong> stack);

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("contentions", "count"), ("delay", "nanoseconds")) { PeriodType = ("contentions", "count"), Period = 1 };
        var sink = new WaitSink(kind);
        var window = await EventWindow.RecordAsync(new EventPipeRequest(events), sink, request.Duration ?? EventWindow.DefaultDuration, profile, stop);
        sink.EndOpen(window.EndedAt);
        var open = 0L;
        foreach (var (key, sums) in sink.Waits.Samples)
        {
            if (Shown(key.Stack) is not { IsEmpty: false } shown) continue;
            profile.Add(shown, sums.AsSpan(0, 2));
            open += sums[2];
        }

        profile.Comment("waits that began before the capture are not in it");
        if (open > 0) profile.Comment(string.Create(CultureInfo.InvariantCulture, $"{open} waits were not over at its end, and count as long as they took until then"));
        return profile.Build(startedAt, window.Duration);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter text, Profile profile, int debug)
    {
        text.WriteLine($"--- {TextTitle}:");
        text.WriteLine("cycles/second=1000000000");
        if (Name == "mutex") text.WriteLine("sampling period=1");
        ProfileText.WriteComments(text, profile);
        var frames = new FrameText(profile);
        foreach (var sample in profile.Sample.OrderByDescending(sample => sample.Value[1]))
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{sample.Value[1]} {sample.Value[0]} @"));
            frames.WriteStack(text, sample);
        }
    }
}
