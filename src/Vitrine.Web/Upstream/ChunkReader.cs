using System.Buffers;
using System.Text.Json;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Web.Upstream;

/// <summary>
/// Reads one event of OpenAI's streamed chat into an <see cref="AnswerChunk"/>: the pieces, the usage, and what engines tell of their own speed:
/// the house's <c>usage.time_to_first_token_ms</c> and <c>tokens_per_second</c>, llama-server's <c>timings</c>. Everything else is passed over.
/// </summary>
internal ref struct ChunkReader
{
    private const int MaxDepth = 64;
    private const int LongestName = 200;
    private readonly AnswerChunk _chunk;
    private Utf8JsonReader _json;

    private ChunkReader(ReadOnlySpan<byte> json, AnswerChunk chunk)
    {
        _chunk = chunk;
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads an event; the texts of the one before are forgotten.</summary>
    /// <returns>False when it is no valid JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, AnswerChunk chunk)
    {
        chunk.ClearTexts();
        var reader = new ChunkReader(json, chunk);
        try
        {
            if (!reader._json.Read() || reader._json.TokenType != JsonTokenType.StartObject) return false;
            reader.ReadObject();
            if (!chunk.Text.IsEmpty || !chunk.Reasoning.IsEmpty) chunk.Pieces++;
            return !reader._json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid JSON, or half a surrogate pair in a text.
            return false;
        }
    }

    private void ReadObject()
    {
        while (_json.NextProperty())
        {
            if (Is("choices"u8)) ReadChoices();
            else if (Is("usage"u8)) ReadUsage();
            else if (Is("timings"u8)) ReadTimings();
            else if (_chunk.Id is null && Is("id"u8)) _chunk.Id = ReadName();
            else if (_chunk.Model is null && Is("model"u8)) _chunk.Model = ReadName();
            else if (Is("error"u8)) _chunk.HasError |= NextIsSomething();
            else _json.Skip();
        }
    }

    private void ReadChoices()
    {
        if (!_json.EntersArray()) return;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject) ReadChoice();
            else _json.Skip();
        }
    }

    private void ReadChoice()
    {
        while (_json.NextProperty())
        {
            if (Is("delta"u8)) ReadDelta();
            else if (Is("finish_reason"u8)) _chunk.FinishReason = ReadName() ?? _chunk.FinishReason;
            else _json.Skip();
        }
    }

    private void ReadDelta()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextProperty())
        {
            if (Is("content"u8)) ReadText(_chunk.TextWriter);
            else if (Is("reasoning_content"u8) || Is("reasoning"u8)) ReadText(_chunk.ReasoningWriter);
            else _json.Skip();
        }
    }

    private void ReadUsage()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextProperty())
        {
            // Where a server tells both, as the house's does, the last one counts: output_tokens includes reasoning.
            if (Is("prompt_tokens"u8) || Is("input_tokens"u8)) _chunk.InputTokens = _json.ReadCount() ?? _chunk.InputTokens;
            else if (Is("completion_tokens"u8) || Is("output_tokens"u8)) _chunk.OutputTokens = _json.ReadCount() ?? _chunk.OutputTokens;
            else if (Is("reasoning_tokens"u8)) _chunk.ReasoningTokens = _json.ReadCount() ?? _chunk.ReasoningTokens;
            else if (Is("completion_tokens_details"u8)) ReadDetails();
            else if (Is("time_to_first_token_ms"u8)) _chunk.PromptTime = ReadMilliseconds() ?? _chunk.PromptTime;
            else if (Is("tokens_per_second"u8)) _chunk.TokensPerSecond = ReadReal() ?? _chunk.TokensPerSecond;
            else _json.Skip();
        }
    }

    private void ReadDetails()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextProperty())
        {
            if (Is("reasoning_tokens"u8)) _chunk.ReasoningTokens = _json.ReadCount() ?? _chunk.ReasoningTokens;
            else _json.Skip();
        }
    }

    private void ReadTimings()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextProperty())
        {
            if (Is("prompt_ms"u8)) _chunk.PromptTime = ReadMilliseconds() ?? _chunk.PromptTime;
            else if (Is("predicted_per_second"u8)) _chunk.TokensPerSecond = ReadReal() ?? _chunk.TokensPerSecond;
            else _json.Skip();
        }
    }

    private void ReadText(IBufferWriter<byte> writer)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String) writer.Advance(_json.CopyString(writer.GetSpan(_json.ValueSpan.Length + 1)));
        else _json.Skip();
    }

    /// <summary>A short text, or null. What an upstream makes up beyond that is nobody's fact.</summary>
    private string? ReadName()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String) return _json.ValueSpan.Length is > 0 and <= LongestName ? _json.GetString() : null;
        _json.Skip();
        return null;
    }

    /// <summary>A number above zero; servers write 0 where they have nothing to tell.</summary>
    private double? ReadReal()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var value) && double.IsFinite(value) && value > 0) return value;
        _json.Skip();
        return null;
    }

    private TimeSpan? ReadMilliseconds() => ReadReal() is { } ms and < int.MaxValue ? TimeSpan.FromMilliseconds(ms) : null;

    private bool NextIsSomething()
    {
        _json.Read();
        var isSomething = _json.TokenType != JsonTokenType.Null;
        _json.Skip();
        return isSomething;
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);
}
