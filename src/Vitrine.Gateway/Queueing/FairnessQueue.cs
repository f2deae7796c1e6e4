using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Queueing;

/// <summary>
/// The queue of one model. Who has used the least in the sliding window goes first, requests of one user in the order of their coming; who is
/// not known goes last. Ranks are taken when a place is free, so what was used while waiting counts.
/// </summary>
/// <remarks>Thread-safe. Finding the next costs a look at each waiting user, of whom there are at most as many as may wait.</remarks>
internal sealed class FairnessQueue(FairnessOptions options, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Ticket>> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsageWindow> _usage = new(StringComparer.Ordinal);
    private ITimer? _pace;
    private int _waitingCount;
    private int _running;
    private long _nextAt;
    private long _prunedAt;
    private long _arrivals;

    /// <summary>Requests that wait.</summary>
    public int Waiting => Volatile.Read(ref _waitingCount);

    /// <summary>Requests that hold a place.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Waits for a place. Null means that it is held, until <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException">Whoever waited has left; no place is held.</exception>
    public async ValueTask<GatewayError?> EnterAsync(Caller caller, CancellationToken aborted)
    {
        Ticket ticket;
        lock (_gate)
        {
            if (_waitingCount == 0 && TryTakePlace()) return null;
            if (_waitingCount >= options.MaxWaiting) return GatewayErrors.QueueFull;
            ticket = Enqueue(caller);
            AdmitNext();
        }

        try
        {
            await ticket.Admitted.WaitAsync(options.Timeout, clock, aborted);
            return null;
        }
        catch (TimeoutException)
        {
            return GiveUp(ticket) ? GatewayErrors.QueueTimeout : null;
        }
        catch (OperationCanceledException)
        {
            if (!GiveUp(ticket)) Leave(caller, default);
            throw;
        }
    }

    /// <summary>Gives the place back and writes down what it was used for.</summary>
    public void Leave(Caller caller, in TokenUsage usage)
    {
        lock (_gate)
        {
            _running--;
            if (caller.IsKnown) Charge(caller.Name, usage);
            AdmitNext();
        }
    }

    public void Dispose()
    {
        lock (_gate) _pace?.Dispose();
    }

    private Ticket Enqueue(Caller caller)
    {
        var ticket = new Ticket(_arrivals++);
        if (!_waiting.TryGetValue(caller.Name, out var own)) _waiting.Add(caller.Name, own = []);
        own.Enqueue(ticket);
        _waitingCount++;
        return ticket;
    }

    /// <summary>It stays in its line and is passed over there; the count of those who wait falls now.</summary>
    private bool GiveUp(Ticket ticket)
    {
        lock (_gate)
        {
            if (!ticket.TryGiveUp()) return false;
            _waitingCount--;
            return true;
        }
    }

    private void AdmitNext()
    {
        while (HasPlace() && NextUser() is { } user)
        {
            if (!_waiting[user].Dequeue().TryAdmit()) continue;
            _waitingCount--;
            TakePlace();
        }
    }

    /// <summary>The user with the lowest rank; those who are not known come last, and ties go to who came first.</summary>
    private string? NextUser()
    {
        var since = Second() - (long)options.Window.TotalSeconds;
        var (best, least, arrival) = ((string?)null, 0d, 0L);
        foreach (var (user, own) in _waiting)
        {
            while (own.TryPeek(out var gone) && gone.IsGivenUp) own.Dequeue();
            if (!own.TryPeek(out var first))
            {
                _waiting.Remove(user);
                continue;
            }

            var rank = user.Length == 0 ? double.PositiveInfinity : RankOf(user, since);
            if (best is null || rank < least || (rank == least && first.Arrival < arrival)) (best, least, arrival) = (user, rank, first.Arrival);
        }

        return best;
    }

    private double RankOf(string user, long since)
    {
        if (!_usage.TryGetValue(user, out var usage)) return 0;
        if (usage.Forget(since)) return usage.Cost;
        _usage.Remove(user);
        return 0;
    }

    private bool TryTakePlace()
    {
        if (!HasPlace()) return false;
        TakePlace();
        return true;
    }

    private bool HasPlace()
    {
        if (_running >= options.MaxConcurrent) return false;
        if (options.MaxPerSecond is null) return true;
        var now = clock.GetTimestamp();
        if (now >= _nextAt) return true;
        WakeIn(clock.GetElapsedTime(now, _nextAt));
        return false;
    }

    private void TakePlace()
    {
        _running++;
        if (options.MaxPerSecond is { } pace) _nextAt = Math.Max(clock.GetTimestamp(), _nextAt) + (long)(clock.TimestampFrequency / pace);
    }

    private void WakeIn(TimeSpan time)
    {
        _pace ??= clock.CreateTimer(static queue => ((FairnessQueue)queue!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pace.Change(time, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_gate) AdmitNext();
    }

    private void Charge(string user, in TokenUsage usage)
    {
        var second = Second();
        var cost = (options.TokenWeight * ((usage.Input * options.InputTokenWeight) + (usage.Output * options.OutputTokenWeight))) + options.RequestWeight;
        if (!_usage.TryGetValue(user, out var window)) _usage.Add(user, window = new UsageWindow());
        window.Add(second, cost);
        Prune(second);
    }

    /// <summary>Now and then forgets users of whom nothing is left in the window.</summary>
    private void Prune(long second)
    {
        if (second - _prunedAt < 60) return;
        _prunedAt = second;
        var since = second - (long)options.Window.TotalSeconds;
        foreach (var (user, window) in _usage)
        {
            if (!window.Forget(since)) _usage.Remove(user);
        }
    }

    private long Second() => clock.GetTimestamp() / clock.TimestampFrequency;
}
