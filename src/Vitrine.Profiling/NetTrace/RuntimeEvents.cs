using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// The events of the runtime that profiles are made of: numbers and keywords of its manifest
/// (<see href="https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-events"/>).
/// </summary>
internal static class RuntimeEvents
{
    public const string Provider = "Microsoft-Windows-DotNETRuntime";
    public const string Sampler = "Microsoft-DotNETCore-SampleProfiler";

    public const int GCRestartEnd = 3;
    public const int GCSuspendEnd = 8;
    public const int GCSuspendBegin = 9;
    public const int BulkType = 15;
    public const int GCBulkNode = 18;
    public const int ThreadCreating = 70;
    public const int ExceptionThrown = 80;
    public const int ContentionStart = 81;
    public const int ContentionStop = 91;
    public const int WaitStart = 301;
    public const int WaitStop = 302;
    public const int AllocationSampled = 303;

    /// <summary>Contended locks.</summary>
    public static EventPipeProvider Contention { get; } = Of(EventLevel.Informational, 0x4000);

    /// <summary>Waits for handles and monitors.</summary>
    public static EventPipeProvider Waits { get; } = Of(EventLevel.Verbose, 0x400_0000_0000);

    /// <summary>Exceptions as they are thrown.</summary>
    public static EventPipeProvider Exceptions { get; } = Of(EventLevel.Error, 0x8000);

    /// <summary>Threads as they are made.</summary>
    public static EventPipeProvider Threading { get; } = Of(EventLevel.Informational, 0x1_0000);

    /// <summary>An allocation every 100 KB, by chance.</summary>
    public static EventPipeProvider Allocations { get; } = Of(EventLevel.Informational, 0x800_0000_0000);

    /// <summary>What live charts count: pauses, waits for locks, sampled allocations.</summary>
    public static EventPipeProvider Live { get; } = Of(EventLevel.Informational, 0x1 | 0x4000 | 0x800_0000_0000);

    /// <summary>A full collection when the session starts, and every object that survived it, with its type.</summary>
    public static EventPipeProvider HeapDump { get; } = Of(EventLevel.Verbose, 0x198_0001);

    /// <summary>The stacks of all managed threads, at the rate that <c>DOTNET_EventPipeThreadSamplingRate</c> sets, otherwise each millisecond.</summary>
    public static EventPipeProvider ThreadSamples { get; } = new(Sampler, EventLevel.Informational);

    private static EventPipeProvider Of(EventLevel level, long keywords) => new(Provider, level, keywords);
}
