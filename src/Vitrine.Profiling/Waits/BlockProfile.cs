using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Waits;

/// <summary><c>/debug/pprof/block</c>: threads that waited, by where.</summary>
internal sealed class BlockProfile() : WaitProfile(WaitKind.Block, RuntimeEvents.Waits)
{
    /// <summary>Parts of names of what waits because there is nothing to do, and of what takes this profile.</summary>
    private static readonly string[] s_idle =
    [
        ".GateThreadStart",
        ".WaitThreadStart",
        ".TimerQueue.TimerThread",
        ".CounterGroup.PollForValues",
        ".Heartbeat.TimerLoop",
        "Vitrine.Profiling.NetTrace.",
    ];

    /// <inheritdoc/>
    public override string Name => "block";

    /// <inheritdoc/>
    public override string Description => "Threads that waited for a handle, a monitor or a task in the next 10 seconds, or in seconds=: where, and how long; without idle threads.";

    /// <inheritdoc/>
    protected override string TextTitle => "contention";

    /// <inheritdoc/>
    protected override ReadOnlySpan<ulong> Shown(ReadOnlySpan<ulong> stack)
    {
        foreach (var address in stack)
        {
            var function = Symbolizer.OfProcess.NameOfCaller(address);
            if (Array.Exists(s_idle, idle => function.Contains(idle, StringComparison.Ordinal))) return [];
        }

        return stack;
    }
}
