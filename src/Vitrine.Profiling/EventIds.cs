namespace Vitrine.Profiling;

/// <summary>Event ids of this project's own log lines. Append only; each folder has ids of its own.</summary>
internal static class EventIds
{
    // Live: 500.
    public const int LiveRunFailed = 500;
    public const int LiveSeriesFailed = 501;
    public const int LiveTicksMissed = 502;

    // Continuous: 700.
    public const int ContinuousOn = 700;
    public const int ContinuousSkipped = 701;
    public const int ContinuousFailed = 702;
    public const int ProfileIncomplete = 703;
}
