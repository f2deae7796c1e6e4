using Vitrine.Profiling.Labels;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Memory;

/// <summary>
/// <c>/debug/pprof/heap</c>: what is on the heap, and with <c>seconds=</c> by how much it grows and who allocates meanwhile. The runtime knows no
/// stack for a live object, so what is in use has a generation, or with <c>gc=1</c> a type, for its only frame.
/// </summary>
internal sealed class HeapProfile : IProfileKind
{
    /// <inheritdoc/>
    public string Name => "heap";

    /// <inheritdoc/>
    public string Description => "The heap by generation, without a pause; gc=1 collects, pauses, and shows it by type. seconds= shows growth and allocations.";

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes"))
        {
            PeriodType = ("space", "bytes"),
            Period = AllocationSink.MeanIntervalBytes,
            DefaultType = "inuse_space",
        };
        if (!request.Collects) profile.Comment("heap by generation, as of the last collection, without object counts: gc=1 collects and shows objects by type");
        if (request.Duration is not { } duration)
        {
            profile.Comment("alloc_* are empty: seconds= samples allocations");
            Add(profile, await ReadAsync(request, profile), []);
            return profile.Build(startedAt, TimeSpan.Zero);
        }

        var before = await ReadAsync(request, profile);
        using var labels = new LabelCapture(request.Role);
        var window = await EventWindow.RecordAsync(new EventPipeRequest(RuntimeEvents.Allocations), new AllocationSink(profile, valueCount: 4, labels), duration, profile, stop);
        labels.WarnIn(profile);
        Add(profile, await ReadAsync(request, profile), before);
        return profile.Build(startedAt, window.Duration);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter text, Profile profile, int debug) => HeapText.Write(text, profile);

    private static async Task<Dictionary<string, HeapAmount>> ReadAsync(ProfileRequest request, ProfileBuilder profile) =>
        request.Collects ? await HeapDump.TakeAsync(profile) : Generations.Read();

    private static void Add(ProfileBuilder profile, Dictionary<string, HeapAmount> now, Dictionary<string, HeapAmount> before)
    {
        var heap = profile.Frame("[heap]");
        foreach (var part in now.Keys.Union(before.Keys))
        {
            var (objects, sizeBytes) = now.GetValueOrDefault(part) - before.GetValueOrDefault(part);
            if (sizeBytes != 0) profile.Add([profile.Frame(part.StartsWith('[') ? part : TypeNames.Of(part)), heap], [0, 0, objects, sizeBytes]);
        }
    }
}
