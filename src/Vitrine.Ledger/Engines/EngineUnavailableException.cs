namespace Vitrine.Ledger.Engines;

/// <summary>The engine takes no command now, and wrote nothing.</summary>
/// <param name="type">The kind, as clients see it: no_quorum, no_space, disk_failed, too_large, queue_full, recovering, diverged, refused, standby, shutting_down.</param>
/// <param name="message">What is the matter, and the remedy where there is one.</param>
/// <param name="inner">What it follows from.</param>
public sealed class EngineUnavailableException(string type, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind, as clients see it.</summary>
    public string Type { get; } = type;

    /// <summary>What a disk's refusal is to clients. The numbers are the errno of "no space left on device" and of "disk quota exceeded".</summary>
    internal static EngineUnavailableException OfDisk(IOException refusal) => refusal.HResult is 28 or 122
        ? new EngineUnavailableException("no_space", "There is no room left on the ledger's disk: nothing was written. Make room; the ledger goes on by itself.", refusal)
        : new EngineUnavailableException("disk_failed", $"The ledger's disk refused a write: {refusal.Message}", refusal);
}
