using System.Text;
using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Generation;

/// <summary>
/// Divides streamed text at <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, also when a tag is split over pieces: what could become a tag is held back.
/// The tags belong to neither part. Not thread-safe.
/// </summary>
internal sealed class ReasoningSplitter
{
    /// <summary>Opens the reasoning.</summary>
    public const string OpenTag = "<think>";

    /// <summary>Closes it.</summary>
    public const string CloseTag = "</think>";

    private readonly StringBuilder _held = new();
    private string _rest = "";

    /// <summary>Whether the text read last, or next, is reasoning.</summary>
    public bool InReasoning { get; private set; }

    /// <summary>Whether the end of the text so far could be the beginning of a tag.</summary>
    public bool IsHolding => _held.Length > 0;

    public void Reset()
    {
        _held.Clear();
        _rest = "";
        InReasoning = false;
    }

    /// <summary>Takes the next piece; <see cref="TryRead"/> then gives its parts.</summary>
    public void Append(string piece)
    {
        _rest = _held.Length == 0 ? piece : _held.Append(piece).ToString();
        _held.Clear();
    }

    /// <summary>Ends the stream: what was held back is text after all.</summary>
    public string Flush()
    {
        string text = _held.ToString();
        _held.Clear();
        return text;
    }

    /// <summary>Reads the next part; false when the piece is used up. Allocates nothing for a piece without a tag.</summary>
    public bool TryRead(out string text, out bool isReasoning)
    {
        isReasoning = InReasoning;
        text = _rest;
        if (_rest.Length == 0) return false;

        string tag = InReasoning ? CloseTag : OpenTag;
        int at = _rest.IndexOf(tag, StringComparison.Ordinal);
        if (at >= 0)
        {
            text = _rest[..at];
            _rest = _rest[(at + tag.Length)..];
            InReasoning = !InReasoning;
            return true;
        }

        int keep = PartialMatch.AtEnd(_rest, tag);
        _held.Append(_rest.AsSpan(_rest.Length - keep));
        text = keep == 0 ? _rest : _rest[..^keep];
        _rest = "";
        return text.Length > 0;
    }
}
