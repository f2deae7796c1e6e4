using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Engines;

/// <summary>A node's own copy of the log, durable up to <see cref="Head"/>. Readers never block the writer.</summary>
public interface ILogCopy
{
    /// <summary>The last durable entry.</summary>
    LogHead Head { get; }

    /// <summary>Bytes on disk, framing included.</summary>
    long SizeBytes { get; }

    /// <summary>Reads entries in order, checking each frame and its link in the chain.</summary>
    /// <param name="from">The first position, from 1.</param>
    /// <param name="to">The last, at most the head's.</param>
    /// <exception cref="LogDamageException">An entry does not verify; what came before it was whole.</exception>
    IEnumerable<LogEntry> Read(long from, long to);

    /// <summary>Waits until the head is beyond a position, and returns it.</summary>
    ValueTask<LogHead> BeyondAsync(long position, CancellationToken cancellationToken);
}
