using System.Runtime.CompilerServices;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>Reads the records of an export one by one, whichever of the three formats it has; what is kept in memory does not grow with it.</summary>
public static class AuditReader
{
    private const int FirstBytes = 64 * 1024;

    // An event's texts are short; whatever needs more than this is no record.
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The records in the order in which they stand there.</summary>
    /// <exception cref="AuditFormatException">What follows the records returned so far is no record; the message is about it.</exception>
    public static async IAsyncEnumerable<AuditRecord> ReadAsync(Stream export, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var buffer = new byte[FirstBytes];
        RecordSplitter? splitter = null;
        var (begin, end, isAll) = (0, 0, false);
        while (true)
        {
            if (splitter is not null)
            {
                var record = splitter.Take(buffer.AsSpan(begin, end - begin), isAll, out var consumed);
                begin += consumed;
                if (record is not null)
                {
                    yield return record;
                    continue;
                }
            }

            if (isAll) yield break;
            if (begin > 0)
            {
                buffer.AsSpan(begin, end - begin).CopyTo(buffer);
                (begin, end) = (0, end - begin);
            }

            if (end == buffer.Length) Array.Resize(ref buffer, end < MostBytes ? 2 * end : throw new AuditFormatException("is larger than any record."));
            var read = await export.ReadAsync(buffer.AsMemory(end), cancellation);
            end += read;
            isAll = read == 0;
            // Space may stand before the first byte that tells the format.
            if (splitter is null && (isAll || buffer.AsSpan(0, end).ContainsAnyExcept(" \t\r\n"u8))) splitter = RecordSplitter.For(buffer.AsSpan(0, end));
        }
    }
}
