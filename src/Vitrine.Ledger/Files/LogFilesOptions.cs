namespace Vitrine.Ledger.Files;

/// <summary>How a log is kept on disk.</summary>
public sealed record LogFilesOptions
{
    /// <summary>A segment that has reached this many bytes gets a successor: 64 MiB. A group is never divided, so segments may be larger by one group.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Room that is made ready behind the log's end whenever there is none left: 1 MiB, and no more than the segment takes; 0 for none. An fsync within it writes data alone, and not what
    /// a file system records of a file that grows, which takes about as long again.
    /// </summary>
    public long ReservedBytes { get; init; } = 1024 * 1024;

    /// <summary>When an entry counts as written.</summary>
    public SyncMode Sync { get; init; } = SyncMode.Fsync;

    /// <summary>What may stay unflushed under <see cref="SyncMode.Async"/>: 100 ms.</summary>
    public TimeSpan AsyncInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes of log after which a checkpoint is due, and so what a start after a crash reads: 32 MiB, and more where the checkpoint itself is large.</summary>
    public long CheckpointBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Threads that check what a start reads, each with <see cref="StretchBytes"/> at a time: one for each processor.</summary>
    internal int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes of log that are read at once by a start: 256 KiB.</summary>
    internal int StretchBytes { get; init; } = Stretch.Bytes;
}
