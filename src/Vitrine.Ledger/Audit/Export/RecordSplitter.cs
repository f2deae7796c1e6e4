using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>Finds the records of an export in bytes as they come. It looks at one record at a time and keeps nothing but what stands between them.</summary>
internal abstract class RecordSplitter
{
    /// <summary>The splitter of an export that begins with these bytes: what is in a file says its format, not the file's name.</summary>
    public static RecordSplitter For(ReadOnlySpan<byte> beginning) => beginning.TrimStart(" \t\r\n"u8) switch
    {
        [(byte)'[', ..] => new JsonSplitter(isArray: true),
        [] or [(byte)'{', ..] => new JsonSplitter(isArray: false),
        _ => new CsvSplitter(),
    };

    /// <summary>Takes the next record.</summary>
    /// <param name="buffered">What follows what was taken before.</param>
    /// <param name="isAll">Whether nothing comes behind it.</param>
    /// <param name="consumed">How much of it is done with, record or not.</param>
    /// <returns>The record, or null: more bytes are needed, or with <paramref name="isAll"/> the export is over.</returns>
    /// <exception cref="AuditFormatException">It is no export.</exception>
    public abstract AuditRecord? Take(ReadOnlySpan<byte> buffered, bool isAll, out int consumed);
}
