namespace Vitrine.Profiling.Continuous;

/// <summary>CPU profiles by the clock: for the night when nobody is there to take one.</summary>
public sealed record ContinuousOptions
{
    /// <value>Time from the beginning of one profile to the next. The default is zero: none are taken.</value>
    public TimeSpan Every { get; init; }

    /// <value>How long each measures; shorter than <see cref="Every"/>. The default is 10 s.</value>
    public TimeSpan For { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>How many are kept; the oldest goes first. The default is 100.</value>
    public int MostFiles { get; init; } = 100;

    /// <value>How much they may take together, in bytes. The default is 64 MiB.</value>
    public long MostBytes { get; init; } = 64 * 1024 * 1024;

    /// <value>Where they are kept. The default is null: none can be.</value>
    public string? Folder { get; init; }

    /// <summary>Whether any are taken.</summary>
    internal bool IsOn => Every > TimeSpan.Zero && Folder is not null;
}
