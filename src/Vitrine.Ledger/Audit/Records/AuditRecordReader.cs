using System.Text;
using System.Text.Json;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>Reads a record from JSON. Every key must be there once and no other: what no hash covers would be believed all the same.</summary>
public static class AuditRecordReader
{
    /// <summary>The record of one JSON object; keys may stand in any order, with spaces between them.</summary>
    /// <exception cref="AuditFormatException">It is something else; the message says what.</exception>
    public static AuditRecord Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            return Read(ref json);
        }
        catch (JsonException e)
        {
            throw new AuditFormatException($"is no JSON at byte {e.BytePositionInLine} of its line.");
        }
        catch (InvalidOperationException)
        {
            // Thrown for a string that is no Unicode.
            throw new AuditFormatException("holds text that is no Unicode.");
        }
    }

    private static AuditRecord Read(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new AuditFormatException("is no JSON object.");
        var texts = new string?[AuditColumns.Count];
        var seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueIsEscaped || !AuditColumns.TryFind(json.ValueSpan, out var column)) throw new AuditFormatException($"has a key that records do not have: '{json.GetString()}'.");
            if ((seen & 1 << (int)column) != 0) throw new AuditFormatException($"has {AuditColumns.NameOf(column)} twice.");
            seen |= 1 << (int)column;
            json.Read();
            texts[(int)column] = ValueOf(ref json, column);
        }

        while (json.Read())
        {
            // Reads on to the end, so that anything behind the object is an error of the reader.
        }

        if (seen != (1 << AuditColumns.Count) - 1) throw new AuditFormatException($"lacks {AuditColumns.NameOf((AuditColumn)int.TrailingZeroCount(~seen))}.");
        return AuditRecord.Of(texts);
    }

    private static string? ValueOf(ref Utf8JsonReader json, AuditColumn column) => (json.TokenType, column) switch
    {
        (JsonTokenType.Null, _) => null,
        (JsonTokenType.Number, AuditColumn.Sequence or AuditColumn.LogPosition) => Encoding.ASCII.GetString(json.ValueSpan),
        (JsonTokenType.StartArray, AuditColumn.ChangedFieldNames) => NameList.Read(ref json),
        (JsonTokenType.String, _) when !AuditColumns.IsRaw(column) => json.GetString(),
        _ => throw new AuditFormatException($"has a {AuditColumns.NameOf(column)} of another kind."),
    };
}
