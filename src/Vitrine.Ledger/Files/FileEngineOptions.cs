namespace Vitrine.Ledger.Files;

/// <summary>How the file engine works.</summary>
public sealed record FileEngineOptions
{
    /// <summary>This node, from 1 to 255: 1.</summary>
    public int NodeId { get; init; } = 1;

    /// <summary>How the log is kept on disk.</summary>
    public LogFilesOptions Files { get; init; } = new();

    /// <summary>Commands that wait for their turn; what comes on top is refused: 4,096.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>Bytes of data after which a group takes no further command: 4 MiB.</summary>
    public long GroupBytes { get; init; } = 4 * 1024 * 1024;
}
