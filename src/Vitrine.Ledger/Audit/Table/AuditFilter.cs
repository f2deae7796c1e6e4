using System.Buffers;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Table;

/// <summary>
/// Which records are wanted, as bytes that must stand in their lines. Canonical JSON writes a key and its value in one way only, and a quote within a text
/// always behind a backslash: these bytes stand nowhere else, so looking for them is as good as reading the record, at the speed of memory.
/// </summary>
internal sealed class AuditFilter
{
    private readonly List<byte[]> _wanted = [];

    /// <summary>Only records whose column holds this; null or nothing wants anything.</summary>
    public AuditFilter With(AuditColumn column, string? value)
    {
        if (!string.IsNullOrEmpty(value)) _wanted.Add(Bytes(column, value));
        return this;
    }

    /// <summary>Only records whose column begins with this.</summary>
    public AuditFilter WithPrefix(AuditColumn column, string? prefix)
    {
        // Without its closing quote, the text may go on.
        if (!string.IsNullOrEmpty(prefix)) _wanted.Add(Bytes(column, prefix)[..^1]);
        return this;
    }

    /// <summary>Whether a record is wanted.</summary>
    public bool Passes(ReadOnlySpan<byte> line)
    {
        foreach (var wanted in _wanted)
        {
            if (line.IndexOf(wanted) < 0) return false;
        }

        return true;
    }

    private static byte[] Bytes(AuditColumn column, string value)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(",\""u8);
        output.Write(AuditColumns.Utf8NameOf(column));
        output.Write("\":"u8);
        CanonicalJson.WriteString(output, value);
        return output.WrittenSpan.ToArray();
    }
}
