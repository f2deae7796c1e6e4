namespace Vitrine.Inference.Sampling;

/// <summary>Asks how much of the end of a text could be the beginning of a marker.</summary>
internal static class PartialMatch
{
    /// <summary>The longest proper prefix of any marker that <paramref name="text"/> ends with, in characters.</summary>
    public static int LongestAtEnd(ReadOnlySpan<char> text, IReadOnlyList<string> markers)
    {
        int longest = 0;
        for (int i = 0; i < markers.Count; i++) longest = Math.Max(longest, AtEnd(text, markers[i]));
        return longest;
    }

    /// <summary>The longest proper prefix of <paramref name="marker"/> that <paramref name="text"/> ends with, in characters.</summary>
    public static int AtEnd(ReadOnlySpan<char> text, string marker)
    {
        for (int length = Math.Min(text.Length, marker.Length - 1); length > 0; length--)
        {
            if (text.EndsWith(marker.AsSpan(0, length), StringComparison.Ordinal)) return length;
        }

        return 0;
    }
}
