using Vitrine.Profiling.Labels;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Memory;

/// <summary><c>/debug/pprof/allocs</c>: who allocates, and what, while one looks.</summary>
internal sealed class AllocsProfile : IProfileKind
{
    /// <inheritdoc/>
    public string Name => "allocs";

    /// <inheritdoc/>
    public string Description => "Allocations of the next 10 seconds, or of seconds=, by stack and type: sampled, one in 100 KB.";

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("alloc_objects", "count"), ("alloc_space", "bytes"))
        {
            PeriodType = ("space", "bytes"),
            Period = AllocationSink.MeanIntervalBytes,
        };
        using var labels = new LabelCapture(request.Role);
        var sink = new AllocationSink(profile, valueCount: 2, labels);
        var window = await EventWindow.RecordAsync(new EventPipeRequest(RuntimeEvents.Allocations), sink, request.Duration ?? EventWindow.DefaultDuration, profile, stop);
        labels.WarnIn(profile);
        return profile.Build(startedAt, window.Duration);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter text, Profile profile, int debug) => HeapText.Write(text, profile);
}
