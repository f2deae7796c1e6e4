using System.Diagnostics;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Cpu;

/// <summary>
/// <c>profile</c>: where the process spends processor time. From the kernel where it lets us (<see cref="PerfSampler"/>), else from the runtime;
/// the profile's comment says from which, and <c>kind=</c> chooses.
/// </summary>
internal sealed class CpuProfile(params IReadOnlyList<ICpuSampler> samplers) : IProfileKind
{
    public const string KindName = "profile";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public string Description => "Processor time by stack. seconds= is how long to look, 30 by default; kind=perf or kind=eventpipe chooses the source.";

    /// <inheritdoc/>
    public string BusyText => "Could not enable CPU profiling: cpu profiling already in use";

    /// <inheritdoc/>
    public Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var sampler = Choose(request.Source);
        // A thread of its own: sampling must go on when the pool is exhausted, for that may be what somebody wants to see.
        return Task.Factory.StartNew(() => Capture(sampler, request.Duration ?? TimeSpan.Zero, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private ICpuSampler Choose(string? source)
    {
        if (source is not null)
        {
            var chosen = samplers.FirstOrDefault(sampler => sampler.Name == source)
                ?? throw new ProfileException($"There is no kind '{source}' of CPU profile; there are {string.Join(" and ", samplers.Select(sampler => sampler.Name))}") { Status = StatusCodes.Status400BadRequest };
            return chosen.Obstacle() is { } obstacle ? throw new ProfileException($"Could not enable CPU profiling: {obstacle}") : chosen;
        }

        List<string> obstacles = [];
        foreach (var sampler in samplers)
        {
            if (sampler.Obstacle() is not { } obstacle) return sampler;
            obstacles.Add($"{sampler.Name}: {obstacle}");
        }

        throw new ProfileException($"Could not enable CPU profiling: {string.Join("; ", obstacles)}");
    }

    private static Profile Capture(ICpuSampler sampler, TimeSpan duration, CancellationToken stop)
    {
        var builder = new ProfileBuilder(Symbolizer.OfProcess, ("samples", "count"), ("cpu", "nanoseconds"))
        {
            PeriodType = ("cpu", "nanoseconds"),
            Period = PerfSampler.PeriodNanos,
            AreLeavesExact = sampler.AreLeavesExact,
        };
        var samples = new CpuSamples(builder);
        var (startedAt, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        sampler.Sample(samples, duration, stop);
        return samples.Build(startedAt, Stopwatch.GetElapsedTime(started));
    }
}
