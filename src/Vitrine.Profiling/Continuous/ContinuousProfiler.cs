using Microsoft.Extensions.Logging;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Continuous;

/// <summary>Takes a CPU profile by the clock. It never stands in anybody's way: it leaves a turn out while another capture runs, and ends its own when somebody asks for one.</summary>
/// <param name="options">When, how long, and how many are kept.</param>
/// <param name="role">The label of the service on every sample, or null.</param>
/// <param name="catalog">What captures.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where turns without a profile are told of.</param>
internal sealed partial class ContinuousProfiler(ContinuousOptions options, string? role, ProfileCatalog catalog, TimeProvider clock, ILogger<ContinuousProfiler> logger) : BackgroundService
{
    private const string Cpu = "profile";

    private volatile string? _problem;
    private long _skipped;

    /// <summary>How it is set.</summary>
    public ContinuousOptions Options => options;

    /// <summary>What it kept.</summary>
    public ProfileArchive Archive { get; } = new(options);

    /// <summary>Turns without a profile since the start.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Why the newest turn has none; null when it has one.</summary>
    public string? Problem => _problem;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogOn(options.Every, options.For, options.Folder!);
        using var timer = new PeriodicTimer(options.Every, clock);
        try
        {
            do await TakeAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops: what the last turn saw is kept.
        }
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        var startedAt = clock.GetUtcNow();
        try
        {
            var profile = await catalog.CaptureInBackgroundAsync(Cpu, new ProfileRequest { Duration = options.For, Role = role }, stop);
            _problem = Archive.Keep(PprofAnswer.Compress(profile), startedAt, TimeSpan.FromTicks(profile.DurationNanos / 100)) ? null : "The profile is larger than all of them may be.";
        }
        catch (ProfileException e)
        {
            _problem = e.Message;
            LogSkipped(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problem = e.Message;
            LogFailed(options.Folder!, e.Message);
        }

        if (_problem is not null) Interlocked.Increment(ref _skipped);
    }

    [LoggerMessage(EventIds.ContinuousOn, LogLevel.Information, "A CPU profile is taken every {Every} for {For} and kept in {Folder}.")]
    private partial void LogOn(TimeSpan every, TimeSpan @for, string folder);

    [LoggerMessage(EventIds.ContinuousSkipped, LogLevel.Information, "No CPU profile was kept this time: {Reason}.")]
    private partial void LogSkipped(string reason);

    [LoggerMessage(EventIds.ContinuousFailed, LogLevel.Warning, "The CPU profile could not be kept in {Folder}: {Reason}")]
    private partial void LogFailed(string folder, string reason);
}
