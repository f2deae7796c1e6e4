using System.Globalization;

namespace Vitrine.Settings;

/// <summary>Sizes of memory as people write them: a whole number of bytes, or of KiB, MiB, GiB or TiB (powers of 1,024).</summary>
internal static class SizeText
{
    private static readonly string[] s_units = ["", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads a size in bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        for (var power = s_units.Length - 1; power >= 0; power--)
        {
            if (!text.EndsWith(s_units[power], StringComparison.OrdinalIgnoreCase)) continue;
            if (!long.TryParse(text.AsSpan(0, text.Length - s_units[power].Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> (10 * power)) return false;
            bytes = number << (10 * power);
            return true;
        }

        return false;
    }

    /// <summary>Writes a size in the largest unit that divides it.</summary>
    public static string Format(long bytes)
    {
        var power = 0;
        while (bytes != 0 && bytes % 1024 == 0 && power < s_units.Length - 1)
        {
            bytes /= 1024;
            power++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}{s_units[power]}");
    }
}
