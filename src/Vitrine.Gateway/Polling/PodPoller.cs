using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Polling;

/// <summary>
/// Asks every pod of the fleet for its load, again and again. A pod that answers slowly delays nobody else; one that does not answer stays
/// choosable, because its API may, but what it said before grows stale.
/// </summary>
internal sealed partial class PodPoller(FleetState fleet, HttpMessageInvoker http, PollingOptions options, TimeProvider clock, ILogger<PodPoller> logger) : BackgroundService
{
    private readonly SemaphoreSlim _free = new(options.Parallel);
    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FleetSnapshot? _known;
    private PodPoll[] _polls = [];

    /// <summary>Done when every pod that the fleet began with was asked once, whether it answered or not.</summary>
    public Task FirstRound => _firstRound.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, clock);
        Start(stoppingToken);
        var first = FinishFirstRoundAsync();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Start(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }

        foreach (var poll in _polls) poll.Cancel();
        await Task.WhenAll(_polls.Select(static poll => poll.Running));
        await first;
    }

    private async Task FinishFirstRoundAsync()
    {
        await Task.WhenAll(_polls.Select(static poll => poll.Running));
        _firstRound.TrySetResult();
    }

    /// <summary>Begins the poll of every pod whose last one has ended.</summary>
    private void Start(CancellationToken stop)
    {
        if (fleet.Current is var current && current != _known) Follow(current);
        foreach (var poll in _polls)
        {
            if (poll.Running.IsCompleted) poll.Running = RunAsync(poll, stop);
        }
    }

    private async Task RunAsync(PodPoll poll, CancellationToken stop)
    {
        await _free.WaitAsync(CancellationToken.None);
        try
        {
            if (stop.IsCancellationRequested) return;
            var wasSilent = poll.Silence is not null;
            await poll.RunAsync();
            if (stop.IsCancellationRequested) return;
            if (poll.Silence is { } reason && !wasSilent) LogSilent(poll.Pod.Id.ToString(), reason);
            else if (poll.Silence is null && wasSilent) LogAnswers(poll.Pod.Id.ToString());
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Takes a new snapshot: pods that stayed keep what is known of them.</summary>
    private void Follow(FleetSnapshot current)
    {
        var before = _polls.ToDictionary(static poll => poll.Pod);
        _polls = [.. current.Servers.SelectMany(static server => server.Pods).Distinct()
            .Select(pod => before.GetValueOrDefault(pod) ?? new PodPoll(pod, http, options, clock))];
        _known = current;
    }

    [LoggerMessage(EventIds.PodSilent, LogLevel.Warning, "Pod {Pod} does not say how it is: {Reason}. It stays in the choice, its load counts as unknown")]
    private partial void LogSilent(string pod, string reason);

    [LoggerMessage(EventIds.PodAnswers, LogLevel.Information, "Pod {Pod} says again how it is")]
    private partial void LogAnswers(string pod);
}
