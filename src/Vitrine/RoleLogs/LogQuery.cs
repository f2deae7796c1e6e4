using Vitrine.Telemetry.Logs;

namespace Vitrine.RoleLogs;

/// <summary>Which lines of which logs are wanted.</summary>
/// <param name="Logs">The logs, one after the other.</param>
/// <param name="Keys">Where a line carries its time.</param>
/// <param name="Tail">Only this many at the end, or null for all.</param>
/// <param name="Age">Only lines younger than this, or null for all.</param>
/// <param name="Follow">Whether to go on with new ones.</param>
internal sealed record LogQuery(IReadOnlyList<KeptLog> Logs, PrettyLineKeys Keys, int? Tail, TimeSpan? Age, bool Follow)
{
    // What tail -f shows before it waits.
    private const int Context = 10;

    /// <summary>The kept lines that are wanted. A line without a time, such as the rest of a stack trace, belongs to the one before.</summary>
    public IReadOnlyList<string> Select(KeptLog log, DateTimeOffset now)
    {
        var tail = Tail ?? (Follow && Age is null ? Context : null);
        if (Age is not { } age) return KeptLines.Last(log, tail);
        var oldest = now - age;
        var young = new List<string>();
        var isYoung = false;
        foreach (var line in KeptLines.Last(log, null))
        {
            if (LineTime.Find(line, Keys.Time) is { } time) isYoung = time >= oldest;
            if (isYoung) young.Add(line);
        }

        return tail is { } count && young.Count > count ? young[^count..] : young;
    }
}
