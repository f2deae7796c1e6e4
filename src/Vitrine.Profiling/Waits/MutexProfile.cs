using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Waits;

/// <summary><c>/debug/pprof/mutex</c>: contended locks, by who waited for them.</summary>
internal sealed class MutexProfile() : WaitProfile(WaitKind.Contention, RuntimeEvents.Contention)
{
    private static readonly string[] s_plumbing = ["System.Threading.Monitor.", "System.Threading.Lock.", "System.Diagnostics.Tracing.NativeRuntimeEventSource."];

    /// <inheritdoc/>
    public override string Name => "mutex";

    /// <inheritdoc/>
    public override string Description => "Contended locks (lock, Monitor, Lock) of the next 10 seconds, or of seconds=: by who waited, and how long.";

    /// <inheritdoc/>
    protected override string TextTitle => "mutex";

    /// <inheritdoc/>
    protected override ReadOnlySpan<ulong> Shown(ReadOnlySpan<ulong> stack) => Symbolizer.OfProcess.WithoutLeaves(stack, s_plumbing);
}
