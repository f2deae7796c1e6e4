using System.Globalization;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit;

/// <summary>A range of time over the trail, as people write it: days (<c>2024-12-31</c>) or instants (<c>2024-12-31T18:00:00Z</c>), both ends belonging to it.</summary>
/// <param name="StartMs">The first millisecond of it, Unix UTC, or null: from the beginning.</param>
/// <param name="EndMs">The first millisecond behind it, or null: to the end.</param>
public readonly record struct AuditRange(long? StartMs, long? EndMs)
{
    /// <summary>What a bound may look like.</summary>
    public const string Accepted = "a day such as 2024-12-31, or an instant such as 2024-12-31T18:00:00Z (without a zone it is UTC)";

    private const long MillisecondsPerDay = 24L * 60 * 60 * 1000;

    private static readonly long s_lastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly string[] s_instants = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>All of it.</summary>
    public static AuditRange All => default;

    /// <summary>The beginning as records write it, or null.</summary>
    public string? Start => StartMs is { } start ? AuditInstant.Write(start) : null;

    /// <summary>The end as records write it, exclusive, or null.</summary>
    public string? End => EndMs is { } end ? AuditInstant.Write(end) : null;

    /// <summary>Reads both bounds; an absent one bounds nothing.</summary>
    /// <exception cref="FormatException">A bound is neither day nor instant, or the end lies before the start.</exception>
    public static AuditRange Parse(string? start, string? end)
    {
        var range = new AuditRange(Bound("start", start)?.First, Bound("end", end)?.Behind);
        return range.EndMs <= range.StartMs ? throw new FormatException($"end ({end}) lies before start ({start}).") : range;
    }

    private static (long First, long Behind)? Bound(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
            return (midnight, Math.Min(midnight + MillisecondsPerDay, s_lastMs));
        }

        if (!DateTimeOffset.TryParseExact(text, s_instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) throw new FormatException($"{name} must be {Accepted}, not '{text}'.");
        return (instant.ToUnixTimeMilliseconds(), Math.Min(instant.ToUnixTimeMilliseconds() + 1, s_lastMs));
    }
}
