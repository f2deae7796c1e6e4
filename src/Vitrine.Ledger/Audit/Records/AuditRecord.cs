using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>
/// One record of the audit trail: an event as it was sent, with its place in the trail and its link in the chain. Immutable.
/// It is kept as texts, exactly as they stand in exports, so that whoever checks a record checks what was written and not what it was understood to be.
/// </summary>
/// <remarks>The chain: <c>hash = SHA-256(prev_hash ‖ canonical JSON of all other columns)</c>. Keep in sync with docs/format/audit-export.md.</remarks>
public sealed class AuditRecord
{
    private readonly string?[] _texts;

    private AuditRecord(string?[] texts)
    {
        _texts = texts;
        Sequence = NumberOf(AuditColumn.Sequence);
        LogPosition = NumberOf(AuditColumn.LogPosition);
        PreviousHash = HashOf(AuditColumn.PrevHash);
        Hash = HashOf(AuditColumn.Hash);
        TimestampMs = AuditInstant.TryRead(Required(AuditColumn.Timestamp), out var timestamp) ? timestamp : throw new AuditFormatException($"has a timestamp of another form: '{this[AuditColumn.Timestamp]}'.");
        foreach (var column in AuditColumns.All.Where(AuditColumns.IsRequired)) Required(column);
        if (texts[(int)AuditColumn.ChangedFieldNames] is { } names && names != NameList.Canonical(names)) throw new AuditFormatException("has changed_field_names of another form than a JSON array of strings.");
    }

    /// <summary>Its place in the trail, from 1.</summary>
    public long Sequence { get; }

    /// <summary>The entry of the log that holds its event.</summary>
    public long LogPosition { get; }

    /// <summary>When it was recorded, Unix milliseconds UTC.</summary>
    public long TimestampMs { get; }

    /// <summary>The hash of the record before it.</summary>
    public EntryHash PreviousHash { get; }

    /// <summary>The hash that it claims; <see cref="ComputeHash"/> says whether rightly.</summary>
    public EntryHash Hash { get; }

    /// <summary>What a column holds; null when nothing is known.</summary>
    public string? this[AuditColumn column] => _texts[(int)column];

    /// <summary>A record of these columns, in order. The array is taken over.</summary>
    /// <exception cref="AuditFormatException">A column is missing or of another form.</exception>
    public static AuditRecord Of(string?[] texts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(texts.Length, AuditColumns.Count);
        return new AuditRecord(texts);
    }

    /// <summary>The hash that follows from everything else in it.</summary>
    public EntryHash ComputeHash()
    {
        var body = new ArrayBufferWriter<byte>(1024);
        body.Write(PreviousHash.Bytes);
        WriteBody(body, _texts);
        return EntryCodec.HashOf(body.WrittenSpan);
    }

    /// <summary>Appends it as canonical JSON, its hash the last key.</summary>
    public void WriteTo(IBufferWriter<byte> output) => Write(output, _texts, AuditColumn.Hash);

    /// <summary>Gives columns their hash, and makes a record of them.</summary>
    internal static AuditRecord Seal(string?[] texts, EntryHash previous)
    {
        texts[(int)AuditColumn.PrevHash] = previous.ToString();
        var body = new ArrayBufferWriter<byte>(1024);
        body.Write(previous.Bytes);
        WriteBody(body, texts);
        texts[(int)AuditColumn.Hash] = EntryCodec.HashOf(body.WrittenSpan).ToString();
        return new AuditRecord(texts);
    }

    private static void WriteBody(IBufferWriter<byte> output, string?[] texts) => Write(output, texts, AuditColumn.PrevHash);

    private static void Write(IBufferWriter<byte> output, string?[] texts, AuditColumn last)
    {
        for (var column = AuditColumn.Sequence; column <= last; column++)
        {
            output.Write(column == AuditColumn.Sequence ? "{\""u8 : ",\""u8);
            output.Write(AuditColumns.Utf8NameOf(column));
            output.Write("\":"u8);
            if (texts[(int)column] is not { } text) output.Write("null"u8);
            else if (AuditColumns.IsRaw(column)) Encoding.UTF8.GetBytes(text, output);
            else CanonicalJson.WriteString(output, text);
        }

        output.Write("}"u8);
    }

    private string Required(AuditColumn column) => this[column] ?? throw new AuditFormatException($"has no {AuditColumns.NameOf(column)}.");

    // Only the one way of writing a number counts: 07 or +7 would be another text with the same hash.
    private long NumberOf(AuditColumn column) =>
        long.TryParse(Required(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && this[column] == number.ToString(CultureInfo.InvariantCulture)
            ? number
            : throw new AuditFormatException($"has no number from 1 as {AuditColumns.NameOf(column)}, but '{this[column]}'.");

    private EntryHash HashOf(AuditColumn column) =>
        EntryHash.TryParse(Required(column), out var hash) && this[column] == hash.ToString() ? hash : throw new AuditFormatException($"has no 64 lowercase hexadecimal digits as {AuditColumns.NameOf(column)}.");
}
