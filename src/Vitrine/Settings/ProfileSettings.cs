namespace Vitrine.Settings;

/// <summary>Settings of the profiles that every role serves and can take by the clock.</summary>
internal static class ProfileSettings
{
    public static readonly Setting<TimeSpan> Longest = new(ValueKinds.Duration, TimeSpan.FromMinutes(10)) { Key = "profile-longest", Description = "Longest capture that a reader of /debug/pprof may ask for with seconds=" };

    public static readonly Setting<TimeSpan> Every = new(ValueKinds.Duration, TimeSpan.Zero)
    {
        Key = "profile-every",
        Description = "Time from one kept CPU profile to the next, such as 60s; 0 takes none",
    };

    public static readonly Setting<TimeSpan> For = new(ValueKinds.Duration, TimeSpan.FromSeconds(10)) { Key = "profile-for", Description = "How long each kept CPU profile measures" };

    public static readonly Setting<int> Keep = new(ValueKinds.Integer(1, 100_000), 100) { Key = "profile-keep", Description = "How many CPU profiles are kept, the newest, in profiles/ROLE of the data directory" };

    public static readonly Setting<long> MaxSize = new(ValueKinds.Size, 64 * 1024 * 1024) { Key = "profile-max-size", Description = "How much the kept CPU profiles of a role may take together" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Longest, Every, For, Keep, MaxSize];
}
