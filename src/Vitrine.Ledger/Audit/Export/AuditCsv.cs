using System.Buffers;
using System.Text;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>
/// Records as rows of CSV (RFC 4180: CRLF, quotes doubled). An empty cell means that nothing is known. A value that a spreadsheet would take for a formula,
/// because it begins with <c>= + - @</c>, a tab or a carriage return, gets an apostrophe in front, and so does one that begins with an apostrophe: taking one
/// apostrophe away from where a cell begins gives back what was written.
/// </summary>
internal static class AuditCsv
{
    /// <summary>What stands in front of a value that is no formula.</summary>
    public const char Guard = '\'';

    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    public static void WriteHeader(IBufferWriter<byte> output)
    {
        Encoding.UTF8.GetBytes(string.Join(',', AuditColumns.Names), output);
        output.Write("\r\n"u8);
    }

    public static void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        foreach (var column in AuditColumns.All)
        {
            if (column > AuditColumn.Sequence) output.Write(","u8);
            if (record[column] is { } text) WriteCell(output, text);
        }

        output.Write("\r\n"u8);
    }

    /// <summary>Whether a value would be mistaken for a formula, or for one that was guarded.</summary>
    public static bool NeedsGuard(ReadOnlySpan<char> value) => value is ['=' or '+' or '-' or '@' or '\t' or '\r' or Guard, ..];

    private static void WriteCell(IBufferWriter<byte> output, string text)
    {
        if (NeedsGuard(text)) text = Guard + text;
        if (text.AsSpan().ContainsAny(s_quoted)) text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Encoding.UTF8.GetBytes(text, output);
    }
}
