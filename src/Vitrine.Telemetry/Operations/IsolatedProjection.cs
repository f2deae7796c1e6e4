using System.Diagnostics;

namespace Vitrine.Telemetry;

/// <summary>
/// A projection as operations meet it: what it throws is counted and stays here, and one operation in <see cref="Operation.TimedEvery"/> is
/// timed, because reading the clock twice would cost more than most projections do.
/// </summary>
internal sealed class IsolatedProjection(IProjection projection, TelemetryFailures failures)
{
    private long _timedCalls;
    private long _timedTicks;

    /// <summary>The projection's own name.</summary>
    public string Name { get; } = projection.Name;

    /// <summary>Calls that were timed.</summary>
    public long TimedCalls => Volatile.Read(ref _timedCalls);

    /// <summary>The time spent in them.</summary>
    public TimeSpan TimedSpan => Stopwatch.GetElapsedTime(0, Volatile.Read(ref _timedTicks));

    /// <summary>Whether it looks at a kind at all.</summary>
    public bool Wants(Kind kind) => projection.Wants(kind);

    /// <summary>Shows it an operation. Throws nothing.</summary>
    public void Look(Operation operation, OperationMoment moment)
    {
        var started = operation.IsTimed ? Stopwatch.GetTimestamp() : 0;
        try
        {
            switch (moment)
            {
                case OperationMoment.Opened: projection.OnOpened(operation); break;
                case OperationMoment.Happened: projection.OnPoint(operation); break;
                case OperationMoment.Ended: projection.OnEnded(operation); break;
            }
        }
        catch (Exception e)
        {
            failures.Report(Name, e);
        }

        if (started == 0) return;
        Interlocked.Increment(ref _timedCalls);
        Interlocked.Add(ref _timedTicks, Stopwatch.GetTimestamp() - started);
    }
}
