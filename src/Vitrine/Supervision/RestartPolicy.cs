namespace Vitrine.Supervision;

/// <summary>When a role that ended is started again: after a pause that doubles, and not forever.</summary>
internal sealed record RestartPolicy
{
    /// <value>Pause before the first restart. The default is 500 ms.</value>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Longest pause. The default is 30 s.</value>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>A role that ran this long was well: the count of failures starts anew. The default is 20 s.</value>
    public TimeSpan WellAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <value>Failures in a row after which nobody tries again. The default is 6.</value>
    public int GiveUpAfter { get; init; } = 6;

    /// <summary>The pause before the next start, or null to give up.</summary>
    /// <param name="failures">Failures in a row, at least 1.</param>
    public TimeSpan? PauseAfter(int failures)
    {
        if (failures >= GiveUpAfter) return null;
        var pause = FirstPause * Math.Pow(2, failures - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}
