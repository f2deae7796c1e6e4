using System.Globalization;
using System.Text.Json;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Requests;

/// <summary>Entries as JSON.</summary>
internal static class EntryJson
{
    /// <summary>RFC 3339, UTC, milliseconds.</summary>
    public static string Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>An entry of a stream, inside an object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter json, LogEntry entry)
    {
        json.WriteNumber("position"u8, entry.Position);
        json.WriteString("timestamp"u8, Time(entry.TimestampMs));
        if (entry.Key.Length > 0) json.WriteString("key"u8, entry.Key);
        WriteData(json, entry);
        WriteHash(json, "hash"u8, entry.Hash);
    }

    /// <summary>The data, byte for byte as the client sent it. Whoever wrote it saw to it that it is JSON.</summary>
    public static void WriteData(Utf8JsonWriter json, LogEntry entry)
    {
        json.WritePropertyName("data"u8);
        json.WriteRawValue(entry.Data.Span, skipInputValidation: true);
    }

    /// <summary>Where the next page begins, and where the log ends: beyond its end, there is nothing more as yet.</summary>
    public static void WritePlace(Utf8JsonWriter json, long next, ILogCopy copy)
    {
        json.WriteNumber("next_position"u8, next);
        json.WriteNumber("head_position"u8, copy.Head.Position);
    }

    /// <summary>A hash in hexadecimal digits.</summary>
    public static void WriteHash(Utf8JsonWriter json, ReadOnlySpan<byte> name, EntryHash hash)
    {
        Span<char> digits = stackalloc char[2 * EntryHash.Size];
        Convert.TryToHexStringLower(hash.Bytes, digits, out _);
        json.WriteString(name, digits);
    }

    /// <summary>The word for what an entry does.</summary>
    public static string NameOf(EntryKind kind) => kind switch
    {
        EntryKind.TenantCreated => "tenant_created",
        EntryKind.StreamCreated => "stream_created",
        EntryKind.TenantSealed => "tenant_sealed",
        _ => "data",
    };
}
