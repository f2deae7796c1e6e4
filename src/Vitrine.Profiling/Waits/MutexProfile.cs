using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Waits;

/// <summary><c>/debug/pprof/mutex</c>: contended locks, by who waited for them.</summary>
internal sealed class MutexProfile() : WaitProfile(WaitKind.Contention, RuntimeEvents.Contention)
{
    /// <inheritdoc/>
    public override string Name => "mutex";

    /// <inheritdoc/>
    public override string Description => "Contended locks (lock, Monitor, Lock) of the next 10 seconds, or of seconds=: by who waited, and how long.";

    /// <inheritdoc/>
    protected override string TextTitle => "mutex";

    // The method that takes the lock shall stand on top, not how .NET takes one.
    protected override ReadOnlySpan<ulong> Shown(ReadOnlySpan<ulong> stack)
    {
        for (var i = 0; i < stack.Length; i++)
        {
            if (!IsLock(Symbolizer.OfProcess.NameOfCaller(stack[i]))) return stack[i..];
        }

        return stack;
    }

    private static bool IsLock(string function) =>
        function.StartsWith("System.Threading.Monitor.", StringComparison.Ordinal)
        || function.StartsWith("System.Threading.Lock.", StringComparison.Ordinal)
        || function.StartsWith("System.Diagnostics.Tracing.NativeRuntimeEventSource.", StringComparison.Ordinal);
}
