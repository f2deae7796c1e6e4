using Vitrine.Telemetry.Audit.Outbox;

namespace Vitrine.Telemetry.Audit.Shipping;

/// <summary>The file <c>rejected.jsonl</c>: entries that the ledger will never take, for people to look at. A sixteenth of the outbox at most; beyond that they are lost.</summary>
internal sealed class RejectedEntries(OutboxFolder folder, long maxBytes, AuditLosses losses)
{
    private const string Reason = "rejected";
    private const long Share = 16;

    private readonly string _path = folder.FileOf("rejected.jsonl");
    private long _count;

    /// <summary>Entries that were refused since the service started.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Sets one aside.</summary>
    public void Add(ReadOnlyMemory<byte> entry)
    {
        Interlocked.Increment(ref _count);
        try
        {
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            if (file.Length + entry.Length < maxBytes / Share)
            {
                file.Write([.. entry.Span, (byte)'\n']);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            losses.Blocked(e);
        }

        losses.Add(Reason);
    }
}
