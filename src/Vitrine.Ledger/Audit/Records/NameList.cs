using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>A list of names as canonical JSON: <c>["a","b"]</c> without spaces.</summary>
internal static class NameList
{
    /// <summary>The text of a list.</summary>
    public static string Write(IEnumerable<string> names)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("["u8);
        foreach (var name in names)
        {
            if (output.WrittenCount > 1) output.Write(","u8);
            CanonicalJson.WriteString(output, name);
        }

        output.Write("]"u8);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The list that a reader stands at the beginning of; it stands at its end afterwards.</summary>
    /// <exception cref="AuditFormatException">It is no array of strings.</exception>
    public static string Read(ref Utf8JsonReader json)
    {
        var names = new List<string>();
        while (json.Read() && json.TokenType == JsonTokenType.String) names.Add(json.GetString()!);
        return json.TokenType == JsonTokenType.EndArray ? Write(names) : throw new AuditFormatException("has changed_field_names that are not all strings.");
    }

    /// <summary>A list's text in the one form that counts, or null when it is no list.</summary>
    public static string? Canonical(string text)
    {
        try
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray) return null;
            var list = Read(ref json);
            return json.Read() ? null : list;
        }
        catch (Exception e) when (e is JsonException or AuditFormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
