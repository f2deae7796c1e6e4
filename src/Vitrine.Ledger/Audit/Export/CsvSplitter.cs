using System.Text;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>Records as rows of CSV, behind their header row. Rows end with CRLF or LF; cells may be quoted without need, as spreadsheets do when they save.</summary>
internal sealed class CsvSplitter : RecordSplitter
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string?[] _cells = new string?[AuditColumns.Count];
    private bool _isBehindHeader;

    public override AuditRecord? Take(ReadOnlySpan<byte> buffered, bool isAll, out int consumed)
    {
        consumed = 0;
        if (!_isBehindHeader)
        {
            if (!TryTakeRow(buffered, isAll, ref consumed)) return isAll ? throw new AuditFormatException("is no record, and no header row stands before it.") : null;
            if (!_cells.SequenceEqual(AuditColumns.Names)) throw new AuditFormatException("does not follow the header row of an audit export.");
            _isBehindHeader = true;
        }

        if (!TryTakeRow(buffered[consumed..], isAll, ref consumed)) return null;
        for (var column = 0; column < _cells.Length; column++)
        {
            var cell = _cells[column];
            if (cell is "") _cells[column] = null;
            else if (cell is [AuditCsv.Guard, ..]) _cells[column] = AuditCsv.NeedsGuard(cell.AsSpan(1)) ? cell[1..] : throw new AuditFormatException($"has an apostrophe before {AuditColumns.NameOf((AuditColumn)column)} that no export writes there.");
            else if (AuditCsv.NeedsGuard(cell)) throw new AuditFormatException($"has a {AuditColumns.NameOf((AuditColumn)column)} that begins like a formula.");
        }

        return AuditRecord.Of([.. _cells]);
    }

    // Fills the cells from one whole row; false when the row does not end yet.
    private bool TryTakeRow(ReadOnlySpan<byte> bytes, bool isAll, ref int consumed)
    {
        if (bytes.IsEmpty) return false;
        var at = 0;
        for (var cell = 0; ; cell++)
        {
            if (cell == AuditColumns.Count) throw new AuditFormatException($"has more than {AuditColumns.Count} cells.");
            if (!TryTakeCell(bytes, isAll, ref at, out _cells[cell])) return isAll ? throw new AuditFormatException("is cut off: its row does not end.") : false;
            if (bytes[at] == (byte)',')
            {
                at++;
                continue;
            }

            if (bytes[at] == (byte)'\r') at++;
            if (at == bytes.Length) return isAll ? throw new AuditFormatException("is cut off: its row does not end.") : false;
            if (bytes[at] != (byte)'\n') throw new AuditFormatException("has a row that ends with half a line end.");
            if (cell < AuditColumns.Count - 1) throw new AuditFormatException($"has {cell + 1} cells instead of {AuditColumns.Count}.");
            consumed += at + 1;
            return true;
        }
    }

    // Stands at a comma or a line end afterwards.
    private static bool TryTakeCell(ReadOnlySpan<byte> bytes, bool isAll, ref int at, out string? cell)
    {
        cell = null;
        if (at == bytes.Length) return false;
        if (bytes[at] != (byte)'"')
        {
            var size = bytes[at..].IndexOfAny(",\r\n\""u8);
            if (size < 0) return false;
            if (bytes[at + size] == (byte)'"') throw new AuditFormatException("has a quote within a cell that begins without one.");
            cell = TextOf(bytes.Slice(at, size));
            at += size;
            return true;
        }

        var begin = at + 1;
        for (at = begin; ; at += 2)
        {
            var quote = bytes[at..].IndexOf((byte)'"');
            at += quote;
            if (quote < 0 || at + 1 == bytes.Length) return false;
            if (bytes[at + 1] != (byte)'"') break;
        }

        cell = TextOf(bytes[begin..at]).Replace("\"\"", "\"", StringComparison.Ordinal);
        at++;
        return bytes[at] is (byte)',' or (byte)'\r' or (byte)'\n' ? true : throw new AuditFormatException("has something behind a cell's closing quote.");
    }

    private static string TextOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return s_strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw new AuditFormatException("holds text that is no Unicode.");
        }
    }
}
