using System.Text.Json;

namespace Vitrine.Telemetry.Logs;

/// <summary>Reads the time of a log line, whoever wrote it: RFC 3339 text or a number since 1970 whose unit its size tells.</summary>
internal static class LogInstant
{
    // 1e11 s is the year 5138, and 1e11 ms the year 1973: the ranges in use do not overlap. Likewise for µs and ns.
    private const double LargestSeconds = 1e11;
    private const double LargestMillis = 1e14;
    private const double LargestMicros = 1e17;

    /// <summary>The instant in UTC; false when <paramref name="value"/> is no time.</summary>
    public static bool TryRead(JsonElement value, out DateTimeOffset instant)
    {
        instant = default;
        if (value.ValueKind == JsonValueKind.String)
        {
            if (!value.TryGetDateTimeOffset(out var local))
                return false;
            instant = local.ToUniversalTime();
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number is not (>= 0 and < 1e20))
            return false;
        var seconds = number switch
        {
            < LargestSeconds => number,
            < LargestMillis => number / 1e3,
            < LargestMicros => number / 1e6,
            _ => number / 1e9,
        };
        instant = DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(Math.Round(seconds * 1e3));
        return true;
    }
}
