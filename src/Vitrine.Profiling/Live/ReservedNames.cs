using System.Collections.Frozen;

namespace Vitrine.Profiling.Live;

/// <summary>Names that no chart of a service may have: the protocol's own, statsviz's, and those of the runtime's charts here.</summary>
internal static class ReservedNames
{
    /// <summary>The series of the times at which collections ended, drawn as lines over other charts.</summary>
    public const string LastGc = "lastgc";

    /// <summary>What begins the names of charts that only .NET has.</summary>
    public const string DotnetPrefix = "dotnet-";

    private static readonly FrozenSet<string> s_names = FrozenSet.Create(
        StringComparer.Ordinal,
        "timestamp", LastGc, "cgo", "cpu-gc", "cpu-overall", "cpu-scavenger", "garbage collection", "gc-cleanups", "gc-cycles", "gc-finalizers", "gc-scan", "goroutines",
        "gc-stack-size", "alloc-free-rate", "heap (details)", "live-bytes", "live-objects", "memory-classes", "mspan-mcache", "mutex-wait", "runnable-time", "size-classes",
        "stopping-pauses-gc", "stopping-pauses-other", "threads", "total-pauses-gc", "total-pauses-other");

    public static bool Contains(string name) => s_names.Contains(name) || name.StartsWith(DotnetPrefix, StringComparison.Ordinal);
}
