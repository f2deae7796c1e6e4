namespace Vitrine.Ledger.Files;

/// <summary>When an entry counts as written.</summary>
public enum SyncMode
{
    /// <summary>When the disk has it: each group is flushed before it is acknowledged.</summary>
    Fsync,

    /// <summary>When the operating system has it; the disk follows within <see cref="LogFilesOptions.AsyncInterval"/>. A power failure loses what was acknowledged since; a killed process loses nothing.</summary>
    Async,
}
