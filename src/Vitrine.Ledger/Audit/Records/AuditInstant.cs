using System.Globalization;
using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>Instants as audit records write them: RFC 3339 in UTC with milliseconds, always 24 characters, so that their order as text is their order in time.</summary>
public static class AuditInstant
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The text of an instant.</summary>
    /// <param name="unixMs">Unix milliseconds UTC.</param>
    public static string Write(long unixMs)
    {
        Span<byte> text = stackalloc byte[LogTime.MillisBytes];
        LogTime.WriteMillis(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Reads exactly that form.</summary>
    public static bool TryRead(string text, out long unixMs)
    {
        var isInstant = DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        unixMs = isInstant ? instant.ToUnixTimeMilliseconds() : 0;
        return isInstant;
    }
}
