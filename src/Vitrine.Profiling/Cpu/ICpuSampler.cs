namespace Vitrine.Profiling.Cpu;

/// <summary>A source of CPU samples.</summary>
internal interface ICpuSampler
{
    /// <summary>Its name in <c>?kind=</c> and in the profile's comment.</summary>
    string Name { get; }

    /// <summary>Whether a stack's first address is the very instruction that ran.</summary>
    bool AreLeavesExact { get; }

    /// <summary>Why it cannot be used here, or null when it can as far as can be told before.</summary>
    string? Obstacle();

    /// <summary>Samples this process until the time is over or the token fires; then what was seen stays.</summary>
    /// <exception cref="Pprof.ProfileException">It turned out that it cannot.</exception>
    Task SampleAsync(CpuSamples samples, TimeSpan duration, CancellationToken stop);
}
