namespace Vitrine.Profiling.Pprof;

/// <summary>What a reader wants of a profile.</summary>
internal sealed record ProfileRequest
{
    /// <value>How long to look; null for what there is now.</value>
    public TimeSpan? Duration { get; init; }

    /// <value>Whether the garbage may be collected first: <c>gc=1</c>. It pauses the process.</value>
    public bool Collects { get; init; }

    /// <value>The form: 0 is the binary format, 1 and 2 are texts for people.</value>
    public int Debug { get; init; }

    /// <value>Where the samples shall come from, <c>kind=</c>, for profiles that have a choice; null leaves it to the profile.</value>
    public string? Source { get; init; }

    /// <value>The service's role, for the samples' labels; null for none.</value>
    public string? Role { get; init; }
}
