namespace Vitrine.Telemetry.Logs;

/// <summary>Where a <see cref="LogSink"/> writes and how much it holds in memory.</summary>
public sealed record LogSinkOptions
{
    /// <summary>The <see cref="Destination"/> that means the process's standard output.</summary>
    public const string Stdout = "stdout";

    /// <summary>The <see cref="Destination"/> that means the process's standard error.</summary>
    public const string Stderr = "stderr";

    /// <value><c>stdout</c>, <c>stderr</c> or a file's path. A file is appended to and created with its folders. The default is <c>stdout</c>.</value>
    public string Destination { get; init; } = Stdout;

    /// <value>Bytes accepted and not yet written; a line beyond them is dropped and counted. At least 4,096; the default is 8 MiB.</value>
    public int MaxPendingBytes { get; init; } = 8 * 1024 * 1024;

    /// <value>Longest time a line waits for company while the sink is busy; an idle sink writes at once. The default is 50 ms.</value>
    public TimeSpan MaxLatency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <value>Bytes that end a busy sink's rest. The default is 64 KiB, which one system call writes as fast as any more.</value>
    internal int BatchBytes { get; init; } = 64 * 1024;

    /// <value>A file is rotated before it grows past this size in bytes; 0 never rotates. The default is 64 MiB.</value>
    public long RotateBytes { get; init; } = 64 * 1024 * 1024;

    /// <value>Rotated files kept beside the current one, <c>name.log.1</c> being the newest. The default is 5.</value>
    public int KeepFiles { get; init; } = 5;

    /// <value>Longest time that disposing waits for pending lines. The default is 2 s.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether <see cref="Destination"/> is a file, which alone can be rotated and reopened.</summary>
    public bool IsFile => Destination is not (Stdout or Stderr);

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Destination);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLatency, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(RotateBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(KeepFiles);
        ArgumentOutOfRangeException.ThrowIfLessThan(StopTimeout, TimeSpan.Zero);
    }
}
