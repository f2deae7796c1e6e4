using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Projections;

/// <summary>A table that lives in memory and keeps itself in one <see cref="SnapshotFile"/>.</summary>
/// <param name="log">Where an unusable file is told of.</param>
internal abstract partial class SnapshotTable(ILogger log) : IProjectionTable
{
    private string _path = "";

    public abstract string Name { get; }

    /// <summary>The version of the rows: a file of another is as good as none.</summary>
    protected abstract byte Version { get; }

    /// <summary>Guards the rows: the projection's thread writes them under it, readers read under it.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The last position that the rows hold, under the gate: who asks for a later one, perhaps while they are filled anew, cannot be told.</summary>
    protected long Applied { get; private set; }

    public LogHead Open(string folder, Predicate<LogHead> isOfLog)
    {
        _path = Path.Combine(folder, Name + ".snapshot");
        try
        {
            lock (Gate)
            {
                var head = SnapshotFile.Read(_path, Version, isOfLog, ReadRows);
                Applied = head.Position;
                return head;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            LogUnusable(Name, e.Message);
            Reset();
            return LogHead.Empty;
        }
    }

    public void Apply(LogEntry entry)
    {
        lock (Gate)
        {
            Take(entry);
            Applied = entry.Position;
        }
    }

    public void Save(LogHead applied) => SnapshotFile.Write(_path, Version, applied, writer =>
    {
        lock (Gate) WriteRows(writer);
    });

    public void Reset()
    {
        lock (Gate)
        {
            Clear();
            Applied = 0;
        }

        File.Delete(_path);
    }

    /// <summary>Takes in an entry, under the gate.</summary>
    protected abstract void Take(LogEntry entry);

    /// <summary>Forgets the rows, under the gate.</summary>
    protected abstract void Clear();

    /// <summary>Writes all rows, under the gate.</summary>
    protected abstract void WriteRows(BinaryWriter writer);

    /// <summary>Reads them back, under the gate.</summary>
    protected abstract void ReadRows(BinaryReader reader);

    [LoggerMessage(EventIds.SnapshotUnusable, LogLevel.Warning, "Projection begins anew: {Projection}: {Problem}")]
    private partial void LogUnusable(string projection, string problem);
}
