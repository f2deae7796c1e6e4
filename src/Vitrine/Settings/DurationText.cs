using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Settings;

/// <summary>Durations as the documents write them: a number with a unit, several in a row, such as <c>1h30m</c>.</summary>
internal static partial class DurationText
{
    /// <summary>Reads a duration of at most 10,000 days; a bare <c>0</c> needs no unit.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text == "0") return true;
        if (!Shape().IsMatch(text)) return false;
        var seconds = 0.0;
        foreach (var part in Part().EnumerateMatches(text))
        {
            var piece = text.AsSpan(part.Index, part.Length);
            var digits = piece.IndexOfAnyExcept("0123456789.");
            if (!double.TryParse(piece[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return false;
            seconds += amount * SecondsOf(piece[digits..]);
        }

        if (seconds > TimeSpan.FromDays(10_000).TotalSeconds) return false;
        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The shortest text that reads as the same value.</summary>
    public static string Format(TimeSpan value)
    {
        if (value < TimeSpan.FromSeconds(1)) return value == TimeSpan.Zero ? "0s" : $"{value.TotalMilliseconds:0.###}ms";
        var text = value.TotalHours >= 1 ? $"{(long)value.TotalHours}h" : "";
        if (value.Minutes > 0) text += $"{value.Minutes}m";
        var seconds = value.TotalSeconds - Math.Floor(value.TotalMinutes) * 60;
        return seconds > 0 ? $"{text}{seconds:0.###}s" : text;
    }

    private static double SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => 86400,
    };

    [GeneratedRegex(@"^(\d+(\.\d+)?(ms|s|m|h|d))+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\d+(\.\d+)?(ms|s|m|h|d)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
