using System.Runtime.InteropServices;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// Remembers where the longer strings of a line lie, and cuts the longest of them when the line is over its limit. The result is valid JSON:
/// no escape and no UTF-8 sequence is split, and each cut says how many bytes are missing.
/// </summary>
internal sealed class LineShortener(int maxLineBytes)
{
    // "…[2147483647 bytes cut]": three bytes for the ellipsis, then ASCII.
    private const int MarkerBytes = 3 + 1 + 10 + 11;

    // Shorter strings are identifiers: cutting them gains nothing over the marker and loses the line's meaning.
    private const int TrackedBytes = 64;
    private const int KeptBytes = 32;

    private readonly List<Text> _texts = [];

    public int MaxLineBytes => maxLineBytes;

    public void Clear() => _texts.Clear();

    /// <summary>Units (bytes or UTF-16) of the next string worth rendering, so that a huge value is never copied whole.</summary>
    public int Allowance(int length) => length <= 2 * maxLineBytes ? maxLineBytes : TrackedBytes;

    /// <summary>Notes a string's escaped content at <paramref name="start"/>; <paramref name="unwritten"/> bytes of it were not even rendered.</summary>
    public void Track(int start, int length, int unwritten)
    {
        if (length > TrackedBytes || unwritten > 0)
            _texts.Add(new Text(start, length, unwritten));
    }

    /// <summary>Cuts strings in place.</summary>
    /// <returns>The line's new length in bytes.</returns>
    public int Shorten(Span<byte> line, int length)
    {
        var texts = CollectionsMarshal.AsSpan(_texts);
        Plan(texts, length);
        var shortened = Apply(texts, line, length);
        _texts.Clear();
        return shortened;
    }

    // Halves the longest string until the line fits, which approaches a common water level without sorting.
    // Every cut string gives up at least the marker's size, so Apply only ever moves bytes to the left.
    private void Plan(Span<Text> texts, int length)
    {
        var excess = length - maxLineBytes;
        foreach (ref var text in texts)
        {
            if (text.Unwritten > 0)
                text.Kept = Math.Max(0, text.Length - MarkerBytes);
        }

        while (excess > 0 && !texts.IsEmpty)
        {
            ref var longest = ref texts[IndexOfLongest(texts)];
            if (longest.Kept <= KeptBytes)
                return;
            var marker = longest.Kept == longest.Length ? MarkerBytes : 0;
            var kept = Math.Max(Math.Max(KeptBytes, longest.Kept / 2), longest.Kept - excess - marker);
            excess -= longest.Kept - kept - marker;
            longest.Kept = kept;
        }
    }

    private static int IndexOfLongest(ReadOnlySpan<Text> texts)
    {
        var best = 0;
        for (var i = 1; i < texts.Length; i++)
        {
            if (texts[i].Kept > texts[best].Kept)
                best = i;
        }

        return best;
    }

    private static int Apply(ReadOnlySpan<Text> texts, Span<byte> line, int length)
    {
        int read = 0, write = 0;
        foreach (ref readonly var text in texts)
        {
            if (text.Kept == text.Length)
                continue;
            var content = line.Slice(text.Start, text.Length);
            var kept = CutEscaped(content, text.Kept);
            var missing = text.Unwritten + CountDecoded(content[kept..]);
            Move(line, ref read, ref write, text.Start + kept);
            write += WriteMarker(line[write..], missing);
            read = text.Start + text.Length;
        }

        Move(line, ref read, ref write, length);
        return write;
    }

    private static void Move(Span<byte> line, ref int read, ref int write, int end)
    {
        line[read..end].CopyTo(line[write..]);
        write += end - read;
        read = end;
    }

    private static int WriteMarker(Span<byte> destination, int missing)
    {
        "…["u8.CopyTo(destination);
        missing.TryFormat(destination[4..], out var digits);
        " bytes cut]"u8.CopyTo(destination[(4 + digits)..]);
        return 4 + digits + 11;
    }

    // The largest cut at or below limit that splits neither an escape nor a UTF-8 sequence.
    private static int CutEscaped(ReadOnlySpan<byte> content, int limit)
    {
        var cut = JsonText.CutAt(content, limit);
        for (var at = cut - 1; at >= Math.Max(0, cut - 5); at--)
        {
            if (content[at] == (byte)'\\' && StartsEscape(content, at))
                return at + EscapeBytes(content[at + 1]) > cut ? at : cut;
        }

        return cut;
    }

    // A backslash is itself escaped when an odd number of backslashes stands before it.
    private static bool StartsEscape(ReadOnlySpan<byte> content, int at)
    {
        var before = at;
        while (before > 0 && content[before - 1] == (byte)'\\')
            before--;
        return (at - before) % 2 == 0;
    }

    private static int EscapeBytes(byte kind) => kind == (byte)'u' ? 6 : 2;

    // Every escape that JsonText writes stands for one byte.
    private static int CountDecoded(ReadOnlySpan<byte> content)
    {
        var count = 0;
        for (var at = 0; at < content.Length; count++)
            at += content[at] == (byte)'\\' ? EscapeBytes(content[at + 1]) : 1;
        return count;
    }

    // Start and Length as rendered, Kept as planned.
    private struct Text(int start, int length, int unwritten)
    {
        public readonly int Start = start;
        public readonly int Length = length;
        public readonly int Unwritten = unwritten;
        public int Kept = length;
    }
}
