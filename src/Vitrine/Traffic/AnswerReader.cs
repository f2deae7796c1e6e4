using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Vitrine.Traffic;

/// <summary>Reads one answer to its end as a client does: an event stream or a document. Not thread-safe.</summary>
internal sealed class AnswerReader(TimeProvider clock)
{
    private long _events;
    private long? _inputTokens;
    private long? _outputTokens;
    private bool _isDone;
    private bool _isEstimate;

    /// <summary>When the first text came, as a timestamp; 0 when none did, or when the answer was no stream.</summary>
    public long FirstTokenAt { get; private set; }

    /// <summary>The prompt's tokens; 0 when the service did not say.</summary>
    public long InputTokens => _inputTokens ?? 0;

    /// <summary>The answer's tokens, or events with text when the service did not say.</summary>
    public long OutputTokens => _outputTokens ?? _events;

    /// <summary>Whether <see cref="OutputTokens"/> are counted events, counted here or by the service.</summary>
    public bool IsEstimated => _isEstimate || (_outputTokens is null && _events > 0);

    /// <summary>What was wrong with the answer, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads an answer with status 200.</summary>
    /// <param name="answer">The answer, of which the headers have come.</param>
    /// <param name="leavesInIt">Whether to stop at the first event.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadAsync(HttpResponseMessage answer, bool leavesInIt, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream") await ReadStreamAsync(body, leavesInIt, cancellation);
        else await ReadDocumentAsync(body, cancellation);
    }

    private async Task ReadStreamAsync(Stream body, bool leavesInIt, CancellationToken cancellation)
    {
        var events = SseParser.Create(body, (type, data) => Take(type, data));
        await foreach (var _ in events.EnumerateAsync(cancellation))
        {
            if (leavesInIt || _isDone || Problem is not null) return;
        }

        Problem ??= "the stream ended without its last event";
    }

    private bool Take(string type, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return _isDone = true;
        try
        {
            var reader = new Utf8JsonReader(data);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object) Take(type, document.RootElement);
        }
        catch (JsonException)
        {
            Problem = "an event of the stream is not JSON";
        }

        return true;
    }

    // Events of the console bear their names (docs/format/chat-events.md); those of the OpenAI API have none.
    private void Take(string type, JsonElement data)
    {
        switch (type)
        {
            case "delta" or "reasoning":
                TakeText();
                break;
            case "done":
                TakeUsage(data);
                _isDone = true;
                break;
            case "error":
                Problem = $"the stream broke off: {data}";
                break;
            default:
                TakeChunk(data);
                break;
        }
    }

    private void TakeChunk(JsonElement chunk)
    {
        if (chunk.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null) Problem = $"the stream broke off: {error}";
        TakeUsage(chunk);
        if (!chunk.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0 || !HasText(choices[0])) return;
        TakeText();
    }

    private void TakeText()
    {
        if (_events++ == 0) FirstTokenAt = clock.GetTimestamp();
    }

    private async Task ReadDocumentAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            if (document.RootElement.ValueKind == JsonValueKind.Object) TakeUsage(document.RootElement);
        }
        catch (JsonException)
        {
            Problem = "the answer is not JSON";
        }
    }

    private void TakeUsage(JsonElement owner)
    {
        if (!owner.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object) return;
        _inputTokens = Number(usage, "prompt_tokens") ?? Number(usage, "input_tokens") ?? _inputTokens;
        _outputTokens = Number(usage, "completion_tokens") ?? Number(usage, "output_tokens") ?? _outputTokens;
        _isEstimate = usage.TryGetProperty("estimated", out var estimated) && estimated.ValueKind == JsonValueKind.True;
    }

    private static long? Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    // A chat's delta, or a text completion. Servers name the text of thoughts in two ways.
    private static bool HasText(JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object) return false;
        if (choice.TryGetProperty("text", out var text)) return IsText(text);
        if (!choice.TryGetProperty("delta", out var delta) || delta.ValueKind != JsonValueKind.Object) return false;
        foreach (var name in (ReadOnlySpan<string>)["content", "reasoning_content", "reasoning"])
        {
            if (delta.TryGetProperty(name, out text) && IsText(text)) return true;
        }

        return false;
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && !value.ValueEquals(""u8);
}
