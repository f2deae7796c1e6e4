using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Threads;

/// <summary>
/// <c>/debug/pprof/threadcreate</c>: all threads of the process by name, and with <c>seconds=</c> the stacks that start new ones. The runtime does
/// not remember who started a thread.
/// </summary>
internal sealed class ThreadCreateProfile : IProfileKind
{
    /// <inheritdoc/>
    public string Name => "threadcreate";

    /// <inheritdoc/>
    public string Description => "All threads of the process by name, native ones too; with seconds= the stacks that start new ones.";

    /// <inheritdoc/>
    public long? Count => ThreadNames.All().Count();

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("threadcreate", "count")) { PeriodType = ("threadcreate", "count"), Period = 1 };
        if (request.Duration is { } duration)
        {
            var window = await EventWindow.RecordAsync(new EventPipeRequest(RuntimeEvents.Threading), new CreationSink(profile), duration, profile, stop);
            return profile.Build(startedAt, window.Duration);
        }

        profile.Comment("threads by name, cut to 15 characters: seconds= shows the stacks that start new ones");
        foreach (var name in ThreadNames.All()) profile.Add([profile.Frame($"[{name}]")], [1]);
        return profile.Build(startedAt, TimeSpan.Zero);
    }

    private sealed class CreationSink(ProfileBuilder profile) : INetTraceSink
    {
        public void OnEvent(in NetTraceEvent record)
        {
            if (record.Type.Id == RuntimeEvents.ThreadCreating) profile.Add(record.Stack, [1]);
        }
    }
}
