namespace Vitrine.Profiling;

/// <summary>Event ids of the profilers' own log lines. Append only.</summary>
internal static class EventIds
{
    public const int ContinuousOn = 700;
    public const int ContinuousSkipped = 701;
    public const int ContinuousFailed = 702;
    public const int ProfileIncomplete = 703;
}
