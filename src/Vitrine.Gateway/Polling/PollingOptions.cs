namespace Vitrine.Gateway.Polling;

/// <summary>How pods are asked for their load, and when failures keep them out of the choice.</summary>
public sealed record PollingOptions
{
    /// <value>Time between two polls of a pod, 100 ms to 1 h. The default is 1 s.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>Longest time of one poll, above 0. The default is 5 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Polls that run at the same time, at least 1. The default is 100.</value>
    public int Parallel { get; init; } = 100;

    /// <value>
    /// Every how many polls a pod is asked for its list of models, and for a metrics page that it did not have; at least 1. The default is 15.
    /// </value>
    public int ModelsEvery { get; init; } = 15;

    /// <value>Failures in a row (no connection, no answer, 5xx) that eject a pod; at least 1. The default is 3.</value>
    public int EjectAfter { get; init; } = 3;

    /// <value>How long a pod is ejected the first time; each failure right after doubles it. Above 0; the default is 5 s.</value>
    public TimeSpan ShortestEjection { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>The longest ejection; not below the shortest. The default is 60 s.</value>
    public TimeSpan LongestEjection { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One sentence for each wrong option, naming it, its value and what is accepted; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Interval < TimeSpan.FromMilliseconds(100) || Interval > TimeSpan.FromHours(1)) errors.Add($"Pods are polled every {Interval}; accepted is 100 ms to 1 h.");
        if (Timeout <= TimeSpan.Zero) errors.Add($"A poll's timeout is {Timeout}; accepted is a time above 0.");
        if (Parallel < 1) errors.Add($"Parallel polls are {Parallel}; accepted is an integer of at least 1.");
        if (ModelsEvery < 1) errors.Add($"Models are listed every {ModelsEvery} polls; accepted is an integer of at least 1.");
        if (EjectAfter < 1) errors.Add($"Pods are ejected after {EjectAfter} failures; accepted is an integer of at least 1.");
        if (ShortestEjection <= TimeSpan.Zero) errors.Add($"The shortest ejection is {ShortestEjection}; accepted is a time above 0.");
        if (LongestEjection < ShortestEjection) errors.Add($"The longest ejection is {LongestEjection}; accepted is a time of at least the shortest, {ShortestEjection}.");
        return errors;
    }
}
