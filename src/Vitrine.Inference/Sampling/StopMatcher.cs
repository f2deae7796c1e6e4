using System.Text;

namespace Vitrine.Inference.Sampling;

/// <summary>
/// Finds stop texts in streamed text, also when they are split over pieces: the end of the stream that could still become a stop text is
/// held back. Not thread-safe.
/// </summary>
internal sealed class StopMatcher
{
    private readonly StringBuilder _held = new();
    private IReadOnlyList<string> _stops = [];

    /// <summary>The stop text that was found, or null.</summary>
    public string? Matched { get; private set; }

    public void Reset(IReadOnlyList<string> stops)
    {
        _stops = stops;
        _held.Clear();
        Matched = null;
    }

    /// <summary>Takes the next piece and returns the text that is safe to show. After a match the rest is dropped.</summary>
    public string Append(string piece)
    {
        if (_stops.Count == 0) return piece;
        if (Matched is not null || piece.Length == 0) return "";
        string text = _held.Length == 0 ? piece : _held.Append(piece).ToString();
        _held.Clear();

        int first = text.Length;
        foreach (string stop in _stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at < 0 || at >= first) continue;
            first = at;
            Matched = stop;
        }

        if (Matched is not null) return text[..first];
        int keep = PartialMatch.LongestAtEnd(text, _stops);
        _held.Append(text.AsSpan(text.Length - keep));
        return text[..^keep];
    }

    /// <summary>Ends the stream and returns what was held back.</summary>
    public string Flush()
    {
        string text = _held.ToString();
        _held.Clear();
        return text;
    }
}
