namespace Vitrine.Profiles;

/// <summary>A kind of profile, and where pprof servers have it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Path">Its name below <c>/debug/pprof/</c>.</param>
/// <param name="Seconds">How long it is captured unless the user says; null for a profile of the moment.</param>
/// <param name="Sample">Which of its values is meant, where the profile does not say: Go leaves it out of differences.</param>
internal sealed record CaptureKind(string Name, string Path, int? Seconds, string? Sample = null)
{
    private const int UsualSeconds = 30;

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<CaptureKind> All { get; } =
    [
        new("cpu", "profile", UsualSeconds),
        new("heap", "heap", null),
        new("allocs", "allocs", UsualSeconds, "alloc_space"),
        new("mutex", "mutex", UsualSeconds),
        new("block", "block", UsualSeconds),
        new("exceptions", "exceptions", UsualSeconds),
        new("threads", "goroutine", null),
    ];

    /// <summary>The kind of a name.</summary>
    public static CaptureKind Of(string name) => All.Single(kind => kind.Name == name);
}
