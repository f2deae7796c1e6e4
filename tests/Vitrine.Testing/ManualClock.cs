namespace Vitrine.Testing;

/// <summary>A clock that stands still until a test moves it; its timers fire while it moves, in the order of their times.</summary>
public sealed class ManualClock(DateTimeOffset start = default) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start = start == default ? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) : start;
    private TimeSpan _passed;

    /// <summary>Ticks of <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait, for tests that must not move on before somebody waits.</summary>
    public int TimerCount
    {
        get
        {
            lock (_gate) return _timers.Count(timer => timer.Due is not null);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _start + _passed;
    }

    public override long GetTimestamp()
    {
        // A timestamp of 0 means "never" in many places.
        lock (_gate) return _passed.Ticks + 1;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock. Timers that fall due fire on this thread.</summary>
    public void Advance(TimeSpan time)
    {
        TimeSpan end;
        lock (_gate) end = _passed + time;
        while (NextDue(end) is { } timer) timer.Fire();
        lock (_gate) _passed = end;
    }

    private ManualTimer? NextDue(TimeSpan end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null) return null;
            if (next.Due > _passed) _passed = next.Due!.Value;
            next.Due = next.Period > TimeSpan.Zero ? _passed + next.Period : null;
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime < TimeSpan.Zero ? null : clock._passed + dueTime;
                Period = period;
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
