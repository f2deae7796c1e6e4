using System.Text.Json;
using Vitrine.Gateway.Parsing;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Responding;

/// <summary>
/// Reads one JSON object of an answer, an event of a stream or a whole body, into <see cref="ResponseFacts"/>. It knows OpenAI's chat, completion
/// and Responses shapes and Anthropic's, tells them apart by their names alone, and passes over everything else. It allocates nothing.
/// </summary>
internal ref struct AnswerReader
{
    private const int MaxDepth = 64;
    private readonly ResponseFacts _facts;
    private Utf8JsonReader _json;
    private bool _hasUsage;
    private bool _hasEmptyChoices;
    private int _said;
    private int _textStart;
    private int _textLength;

    private AnswerReader(ReadOnlySpan<byte> json, ResponseFacts facts)
    {
        _facts = facts;
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads an object. What is no JSON is counted as unread.</summary>
    /// <param name="json">The object.</param>
    /// <param name="facts">Takes what it says.</param>
    /// <param name="onlyText">The text between its quotes, where it stands in the object, when that is all that the object says; else empty.</param>
    /// <returns>Whether it is the event that <c>include_usage</c> adds: usage, and choices without any.</returns>
    public static bool Read(ReadOnlySpan<byte> json, ResponseFacts facts, out ReadOnlySpan<byte> onlyText)
    {
        onlyText = default;
        var reader = new AnswerReader(json, facts);
        try
        {
            if (!reader._json.Read() || reader._json.TokenType != JsonTokenType.StartObject) return false;
            reader.ReadObject();
            reader._json.Read();
            if (reader._said == 1) onlyText = json.Slice(reader._textStart, reader._textLength);
            return reader._hasUsage && reader._hasEmptyChoices;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid JSON, or half a surrogate pair in a name. It is the client's to judge.
            facts.Unread++;
            return false;
        }
    }

    /// <summary>Reads the usage at the end of an object whose begin is not there.</summary>
    /// <remarks>A quote inside of a JSON text is escaped, so the name with its quotes is never found in what a model wrote.</remarks>
    /// <returns>Whether there is one: the last thing that is called so, up to its end.</returns>
    public static bool ReadEnd(ReadOnlySpan<byte> end, ResponseFacts facts)
    {
        var name = "\"usage\""u8;
        var at = end.LastIndexOf(name);
        var value = at < 0 ? default : end[(at + name.Length)..].TrimStart(" \t\r\n"u8);
        value = value is [(byte)':', ..] ? value[1..].TrimStart(" \t\r\n"u8) : default;
        if (value is not [(byte)'{', ..]) return false;
        try
        {
            // What follows the usage closes what is not here: the reader must not come to it.
            new AnswerReader(value, facts).ReadUsage();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The outermost object, or the <c>response</c> or <c>message</c> that an event wraps.</summary>
    private void ReadObject()
    {
        while (_json.NextProperty())
        {
            if (Is("choices"u8)) ReadChoices();
            else if (Is("usage"u8)) ReadUsage();
            else if (Is("delta"u8)) ReadPiece();
            else if (Is("response"u8) || Is("message"u8)) ReadNested();
            else if (Is("error"u8)) _facts.HasError |= NextSaysSomething();
            else _json.Skip();
        }
    }

    private void ReadNested()
    {
        if (_json.EntersObject()) ReadObject();
    }

    private void ReadChoices()
    {
        if (!_json.EntersArray()) return;
        _hasEmptyChoices = true;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            _hasEmptyChoices = false;
            if (_json.TokenType == JsonTokenType.StartObject) ReadChoice();
            else _json.Skip();
        }
    }

    private void ReadChoice()
    {
        while (_json.NextProperty())
        {
            if (Is("delta"u8) || Is("message"u8) || Is("text"u8)) ReadPiece();
            else if (Is("finish_reason"u8)) ReadFinishReason();
            else _json.Skip();
        }
    }

    /// <summary>A text, or an object that holds texts and tool calls: one piece, if any of them says something.</summary>
    private void ReadPiece()
    {
        _json.Read();
        var isPiece = _json.TokenType == JsonTokenType.String && AddText();
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            while (_json.NextProperty())
            {
                if (IsText()) isPiece |= ReadText();
                else if (Is("tool_calls"u8) || Is("function_call"u8)) isPiece |= NextSaysSomething();
                else _json.Skip();
            }
        }
        else _json.Skip();

        if (isPiece) _facts.Pieces++;
    }

    private readonly bool IsText() =>
        Is("content"u8) || Is("reasoning_content"u8) || Is("reasoning"u8) || Is("refusal"u8) || Is("text"u8) || Is("thinking"u8) || Is("partial_json"u8);

    private bool ReadText()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String) return AddText();
        return SkipSaysSomething();
    }

    private bool AddText()
    {
        if (_json.ValueSpan.IsEmpty) return false;
        (_said, _textStart, _textLength) = (_said + 1, (int)_json.TokenStartIndex + 1, _json.ValueSpan.Length);
        _facts.Characters += TextLength.Count(_json.ValueSpan, _json.ValueIsEscaped);
        return true;
    }

    private void ReadFinishReason()
    {
        _json.Read();
        _said += _json.TokenType == JsonTokenType.String ? 1 : 0;
        if (_json.TokenType == JsonTokenType.String) _facts.FinishReason = NameReason();
        else _json.Skip();
    }

    /// <summary>The reasons of the API; what an upstream makes up beside them is <c>other</c>, so that no text of its own becomes a label.</summary>
    private readonly string NameReason() =>
        Is("stop"u8) ? "stop" : Is("length"u8) ? "length" : Is("tool_calls"u8) ? "tool_calls" : Is("content_filter"u8) ? "content_filter" : Is("function_call"u8) ? "function_call" : "other";

    private void ReadUsage()
    {
        if (!_json.EntersObject()) return;
        _hasUsage = true;
        _said++;
        while (_json.NextProperty())
        {
            if (Is("prompt_tokens"u8) || Is("input_tokens"u8)) _facts.InputTokens = _json.ReadCount() ?? _facts.InputTokens;
            else if (Is("completion_tokens"u8) || Is("output_tokens"u8)) _facts.OutputTokens = _json.ReadCount() ?? _facts.OutputTokens;
            else if (Is("prompt_tokens_details"u8) || Is("input_tokens_details"u8)) ReadDetails();
            else if (Is("cache_read_input_tokens"u8)) _facts.CachedTokens = _json.ReadCount() ?? _facts.CachedTokens;
            else _json.Skip();
        }
    }

    private void ReadDetails()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextProperty())
        {
            if (Is("cached_tokens"u8)) _facts.CachedTokens = _json.ReadCount() ?? _facts.CachedTokens;
            else _json.Skip();
        }
    }

    private bool NextSaysSomething()
    {
        _json.Read();
        return SkipSaysSomething();
    }

    private bool SkipSaysSomething()
    {
        var isSomething = SkipIsSomething();
        _said += isSomething ? 1 : 0;
        return isSomething;
    }

    /// <summary>Skips a value; false for null, an empty text and an empty list or object.</summary>
    private bool SkipIsSomething()
    {
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return _json.TokenType != JsonTokenType.Null && !_json.ValueSpan.IsEmpty;
        var start = _json.BytesConsumed;
        _json.Skip();
        return _json.BytesConsumed - start > 1;
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);
}
