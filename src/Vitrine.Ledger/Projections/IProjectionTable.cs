using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Projections;

/// <summary>
/// A table derived from the entries of the log alone, so equal on every node that holds the same entries, and rebuilt by replay whenever its files are lost.
/// One thread of its own calls the methods; whoever reads it reads from any thread, so a table guards what it shows.
/// </summary>
internal interface IProjectionTable
{
    /// <summary>Its name: the label of its series, the word for it in the API, its file's name. Lower-case letters and underscores.</summary>
    string Name { get; }

    /// <summary>Takes up what an earlier run kept in a folder, and keeps its files there from now on. Files that cannot be used are as good as none.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="isOfLog">Whether an entry is in the log; a table of another log, or of one that lost its end, begins anew before anybody reads it.</param>
    /// <returns>The last entry that it holds; <see cref="LogHead.Empty"/> when it begins anew.</returns>
    LogHead Open(string folder, Predicate<LogHead> isOfLog);

    /// <summary>Takes in the next entry. Entries of every tenant and kind come, in order, each once.</summary>
    void Apply(LogEntry entry);

    /// <summary>Makes durable what it took in. Called now and then and at the stop; what is lost in between is replayed.</summary>
    /// <param name="applied">The last entry that it took in: what <see cref="Open"/> returns to the next run.</param>
    void Save(LogHead applied);

    /// <summary>Forgets everything, its files too: the log is replayed from its first entry.</summary>
    void Reset();
}
