namespace Vitrine.Ledger.Files;

/// <summary>What the files of a log say of themselves; the logger is <c>Vitrine.Ledger.Storage</c>.</summary>
internal sealed partial class LogFilesLog(ILogger logger)
{
    [LoggerMessage(EventIds.TailCut, LogLevel.Warning, "Torn end of the log cut off: {Segment} at byte {Offset}, {Bytes} bytes that nobody was answered for; the log ends with entry {Position}")]
    public partial void TailCut(string segment, long offset, long bytes, long position);

    [LoggerMessage(EventIds.CheckpointUnreadable, LogLevel.Warning, "The checkpoint in {Folder} cannot be read: the whole log is read instead")]
    public partial void CheckpointUnreadable(string folder);

    [LoggerMessage(EventIds.CheckpointFailed, LogLevel.Warning, "No checkpoint could be written: the next start reads more of the log")]
    public partial void CheckpointFailed(Exception exception);

    [LoggerMessage(EventIds.AsyncSync, LogLevel.Warning, "sync_mode is async: entries are acknowledged before they are on the disk, and a power failure loses up to the last {IntervalMs} ms of them")]
    public partial void AsyncSync(double intervalMs);

    [LoggerMessage(EventIds.WriteFailed, LogLevel.Error, "The log in {Folder} takes no entries: the disk refuses them")]
    public partial void WriteFailed(string folder, Exception exception);

    [LoggerMessage(EventIds.FlushFailed, LogLevel.Error, "The log in {Folder} could not be flushed: entries after {Position} may be lost by a power failure")]
    public partial void FlushFailed(string folder, long position, Exception exception);

    [LoggerMessage(EventIds.Damaged, LogLevel.Critical, "The log is damaged and takes no more entries")]
    public partial void Damaged(Exception exception);

    [LoggerMessage(EventIds.Verified, LogLevel.Information, "Entries up to {Position}, which a checkpoint vouched for, verify too")]
    public partial void Verified(long position);

    [LoggerMessage(EventIds.SequencerFailed, LogLevel.Critical, "The sequencer failed: the log takes no more entries until a restart")]
    public partial void Failed(Exception exception);
}
