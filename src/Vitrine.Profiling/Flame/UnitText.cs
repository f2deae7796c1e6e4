using System.Globalization;

namespace Vitrine.Profiling.Flame;

/// <summary>Values of profiles for people, in three figures: <c>1.63 s</c>, <c>12.4 MiB</c>, <c>1,204</c>.</summary>
internal static class UnitText
{
    private static readonly (double Size, string Unit)[] s_times = [(3.6e12, "h"), (6e10, "min"), (1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")];
    private static readonly (double Size, string Unit)[] s_sizes = [(1L << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1, "B")];

    /// <summary>A value in a unit as profiles name them; another unit than of time or size stands behind the number as it is.</summary>
    public static string Format(long value, string unit) => unit switch
    {
        "nanoseconds" => Scaled(value, s_times),
        "microseconds" => Scaled(value * 1e3, s_times),
        "milliseconds" => Scaled(value * 1e6, s_times),
        "seconds" => Scaled(value * 1e9, s_times),
        "bytes" => Scaled(value, s_sizes),
        "" or "count" => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0} {unit}"),
    };

    /// <summary>A share of a whole: <c>12.3 %</c>; zero of nothing.</summary>
    public static string Share(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0.0} %");

    private static string Scaled(double value, (double Size, string Unit)[] units)
    {
        if (value == 0) return $"0 {units[^1].Unit}";
        var (size, unit) = units.FirstOrDefault(each => Math.Abs(value) >= each.Size, units[^1]);
        var number = value / size;
        var digits = Math.Abs(number) >= 100 ? 0 : Math.Abs(number) >= 10 ? 1 : 2;
        return $"{Math.Round(number, digits).ToString(CultureInfo.InvariantCulture)} {unit}";
    }
}
