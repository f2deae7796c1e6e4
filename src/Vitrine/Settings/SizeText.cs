using System.Globalization;

namespace Vitrine.Settings;

/// <summary>Sizes of memory as people write them: a whole number of bytes, of KiB, MiB, GiB or TiB (powers of 1,024), or of KB, MB, GB or TB (powers of 1,000).</summary>
internal static class SizeText
{
    private static readonly (string Name, long Bytes)[] s_units =
        [("TiB", 1L << 40), ("TB", 1_000_000_000_000), ("GiB", 1L << 30), ("GB", 1_000_000_000), ("MiB", 1L << 20), ("MB", 1_000_000), ("KiB", 1L << 10), ("KB", 1_000), ("", 1)];

    /// <summary>Reads a size in bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        var unit = Array.Find(s_units, unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        var isNumber = long.TryParse(text.AsSpan(0, text.Length - unit.Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / unit.Bytes;
        bytes = isNumber ? number * unit.Bytes : 0;
        return isNumber;
    }

    /// <summary>Writes a size in the largest unit that divides it.</summary>
    public static string Format(long bytes)
    {
        var unit = bytes == 0 ? s_units[^1] : Array.Find(s_units, unit => bytes % unit.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit.Bytes}{unit.Name}");
    }
}
