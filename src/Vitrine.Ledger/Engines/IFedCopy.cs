using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Engines;

/// <summary>An own copy that is fed with what a cluster decided: the files of a node, without a sequencer of their own. One writer; readers as they like.</summary>
public interface IFedCopy : ILogCopy, IDisposable
{
    /// <summary>Reads what is there, cuts a torn tail off, and stops before the first damage.</summary>
    /// <returns>The damage, or null when all is whole and the copy takes entries. After <see cref="Mend"/> it is called again.</returns>
    LogDamageException? Recover();

    /// <summary>Makes entries durable, with one fsync for all of them, before it returns; then <see cref="ILogCopy.Head"/> is the last of them.</summary>
    /// <param name="entries">Consecutive and chained.</param>
    /// <exception cref="ArgumentException">They do not follow the head, or their hashes are not theirs.</exception>
    /// <exception cref="IOException">The disk does not take them.</exception>
    void Append(IReadOnlyList<LogEntry> entries);

    /// <summary>Writes an entry again over a damaged one, durably: a peer's is the same to the byte.</summary>
    /// <param name="damage">What <see cref="Recover"/> returned or <see cref="ILogCopy.Read"/> threw.</param>
    /// <param name="entry">The entry of that position.</param>
    void Mend(LogDamageException damage, LogEntry entry);
}
