using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Generation;

/// <summary>
/// The way from a token to its events: bytes, then whole characters, then reasoning or answer, then stop texts (which end the answer only,
/// not the reasoning). One per slot; not thread-safe.
/// </summary>
internal sealed class TextPipeline(ITokenizer tokenizer)
{
    // Models that think in control tokens have these in their vocabulary; others spell the tags as text.
    private readonly int? _openToken = tokenizer.Vocabulary.Find(ReasoningSplitter.OpenTag);
    private readonly int? _closeToken = tokenizer.Vocabulary.Find(ReasoningSplitter.CloseTag);
    private readonly Utf8Accumulator _characters = new();
    private readonly ReasoningSplitter _reasoning = new();
    private readonly StopMatcher _stops = new();
    private TextGeneration? _generation;
    private bool _trimAnswer;
    private bool _trimReasoning;
    private int _undecided;
    private bool _undecidedFromReasoning;

    /// <summary>The stop text that ended the answer, or null.</summary>
    public string? StopText => _stops.Matched;

    /// <summary>Tokens of the reasoning so far, tags included.</summary>
    public int ReasoningTokens { get; private set; }

    /// <summary>Tokens of the answer so far.</summary>
    public int CompletionTokens { get; private set; }

    /// <summary>All tokens so far, with those that may still turn out to be part of a tag.</summary>
    public int OutputTokens => ReasoningTokens + CompletionTokens + _undecided;

    public void Reset(TextGeneration generation)
    {
        _generation = generation;
        _characters.Reset();
        _reasoning.Reset();
        _stops.Reset(generation.Sampling.Stop);
        _trimAnswer = _trimReasoning = generation.TrimStart;
        ReasoningTokens = 0;
        CompletionTokens = 0;
        _undecided = 0;
    }

    /// <summary>Writes the events of a token.</summary>
    public void Append(int token, long timestamp)
    {
        if (_undecided++ == 0) _undecidedFromReasoning = _reasoning.InReasoning;
        _reasoning.Append(Characters(token));
        int id = token;
        while (_stops.Matched is null && _reasoning.TryRead(out string text, out bool isReasoning))
        {
            text = Visible(text, isReasoning);
            if (text.Length == 0) continue;
            _generation!.Write(new TokenEvent(text, id, timestamp, isReasoning));
            id = -1;
        }

        if (id >= 0) _generation!.Write(new TokenEvent("", id, timestamp, _reasoning.InReasoning));
        if (!_reasoning.IsHolding) Decide();
    }

    /// <summary>Releases what was held back, at the end of a generation.</summary>
    public void Flush(long timestamp)
    {
        _reasoning.Append(_characters.Flush());
        while (_stops.Matched is null && _reasoning.TryRead(out string text, out bool isReasoning)) Release(Visible(text, isReasoning), isReasoning, timestamp);
        Decide();
        if (_stops.Matched is not null) return;
        Release(Visible(_reasoning.Flush(), _reasoning.InReasoning), _reasoning.InReasoning, timestamp);
        if (_stops.Matched is null) Release(_stops.Flush(), isReasoning: false, timestamp);
    }

    /// <summary>Counts the tokens since the last decision: a tag that they spell belongs to the reasoning.</summary>
    private void Decide()
    {
        if (_undecidedFromReasoning || _reasoning.InReasoning) ReasoningTokens += _undecided;
        else CompletionTokens += _undecided;
        _undecided = 0;
    }

    private string Characters(int token)
    {
        if (token == _openToken) return ReasoningSplitter.OpenTag;
        return token == _closeToken ? ReasoningSplitter.CloseTag : _characters.Append(tokenizer.Bytes(token));
    }

    private string Visible(string text, bool isReasoning)
    {
        ref bool trim = ref isReasoning ? ref _trimReasoning : ref _trimAnswer;
        if (trim)
        {
            text = text.TrimStart();
            trim = text.Length == 0;
        }

        return isReasoning ? text : _stops.Append(text);
    }

    private void Release(string text, bool isReasoning, long timestamp)
    {
        if (text.Length > 0) _generation!.Write(new TokenEvent(text, -1, timestamp, isReasoning));
    }
}
