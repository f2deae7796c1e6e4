using System.Diagnostics;
using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Cpu;

/// <summary>
/// <c>profile</c>: where the process spends processor time. From the kernel where it lets us (<see cref="PerfSampler"/>), else from the runtime
/// (<see cref="EventPipeSampler"/>); the profile's comment says from which, and <c>kind=</c> chooses.
/// </summary>
/// <param name="samplers">The sources, the best first.</param>
internal sealed class CpuProfile(params IReadOnlyList<ICpuSampler> samplers) : IProfileKind
{
    public const string KindName = "profile";
    private const string Failed = "Could not enable CPU profiling: ";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public string Description => "Processor time by stack. seconds= is how long to look, 30 by default; kind=perf or kind=eventpipe chooses the source.";

    /// <inheritdoc/>
    public string BusyText => Failed + "cpu profiling already in use";

    /// <inheritdoc/>
    public async Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop)
    {
        var (sampler, obstacles) = Choose(request.Source);
        var builder = new ProfileBuilder(Symbolizer.OfProcess, ("samples", "count"), ("cpu", "nanoseconds"))
        {
            PeriodType = ("cpu", "nanoseconds"),
            Period = PerfSampler.PeriodNanos,
            AreLeavesExact = sampler.AreLeavesExact,
        };
        using var labels = new LabelCapture(request.Role);
        var samples = new CpuSamples(builder, labels);
        var (startedAt, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        try
        {
            await sampler.SampleAsync(samples, request.Duration ?? TimeSpan.Zero, stop);
        }
        catch (ProfileException failure)
        {
            throw Refuse([.. obstacles, $"{sampler.Name}: {failure.Message}"], failure);
        }

        return samples.Build(startedAt, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The source that was asked for, or the first that can be used, and why those before it cannot.</summary>
    private (ICpuSampler Sampler, IReadOnlyList<string> Obstacles) Choose(string? source)
    {
        var choice = source is null ? samplers : [.. samplers.Where(sampler => sampler.Name == source)];
        if (choice.Count == 0)
        {
            throw new ProfileException($"There is no kind '{source}' of CPU profile; there are {string.Join(" and ", samplers.Select(sampler => sampler.Name))}") { Status = StatusCodes.Status400BadRequest };
        }

        List<string> obstacles = [];
        foreach (var sampler in choice)
        {
            if (sampler.Obstacle() is not { } obstacle) return (sampler, obstacles);
            obstacles.Add($"{sampler.Name}: {obstacle}");
        }

        throw Refuse(obstacles);
    }

    private static ProfileException Refuse(IEnumerable<string> obstacles, Exception? cause = null) => new(Failed + string.Join("; ", obstacles), cause);
}
