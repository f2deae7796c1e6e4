using Vitrine.Profiling.Memory;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Threads;

/// <summary>
/// <c>/debug/pprof/goroutine</c>: .NET's counterpart are threads, so their stacks; and with <c>gc=1</c> the async methods that are suspended, which
/// are objects on the heap and not threads.
/// </summary>
internal sealed class GoroutineProfile : IProfileKind
{
    /// <summary>The labels by which the text finds its way.</summary>
    public const string ThreadLabel = "thread", StateLabel = "state", IdLabel = "id";

    /// <inheritdoc/>
    public string Name => "goroutine";

    /// <inheritdoc/>
    public string Description => "Stacks of all managed threads; gc=1 collects, pauses, and adds suspended async methods. debug=2 shows each thread by itself.";

    /// <inheritdoc/>
    public bool TakesSeconds => false;

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("goroutine", "count")) { PeriodType = ("goroutine", "count"), Period = 1 };
        foreach (var (id, (frames, isManaged)) in await ThreadSnapshot.TakeAsync(profile, stop))
        {
            var name = new ProfileLabel(ThreadLabel, ThreadNames.Of(id) ?? "ended");
            var state = new ProfileLabel(StateLabel, isManaged ? "running" : StateOf(frames));
            if (request.Debug == 2) profile.Add(frames, [1], name, state, new ProfileLabel(IdLabel, null, id));
            else profile.Add(frames, [1], name, state);
        }

        if (request.Collects) await AddSuspendedAsync(profile);
        else profile.Comment("managed threads: suspended async methods are no threads; gc=1 collects, pauses, and adds them");
        return profile.Build(startedAt, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter text, Profile profile, int debug)
    {
        if (debug == 2) ThreadText.Write(text, profile);
        else ProfileText.WriteCounts(text, Name, profile);
    }

    private static async Task AddSuspendedAsync(ProfileBuilder profile)
    {
        var root = profile.Frame("[suspended]");
        foreach (var (type, amount) in await HeapDump.TakeAsync(profile))
        {
            if (SuspendedMethods.TryName(type, out var method)) profile.Add([profile.Frame(method), root], [amount.Objects], new ProfileLabel(StateLabel, "suspended"));
        }

        profile.Comment("managed threads, and async methods by the state machines on the heap: suspended, or ended and still referenced");
    }

    // A thread outside of managed code waits, or is in a system call or a library; the method that went there tells which.
    private static string StateOf(ulong[] frames)
    {
        if (frames is []) return "native";
        var leaf = Symbolizer.OfProcess.NameOfCaller(frames[0]);
        if (leaf.Contains("Sleep", StringComparison.Ordinal)) return "sleep";
        return leaf.StartsWith("System.Threading.", StringComparison.Ordinal) ? "waiting" : "native";
    }
}
