using System.IO.Pipelines;
using System.Text.Json;
using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Chat;

/// <summary>
/// An answer as server-sent events, section 3.3 of Kronk's contract: chunks with deltas, a last chunk with finish_reason and usage, then
/// <c>[DONE]</c>. Once it began, a failure is a chunk too: no second body follows a first byte.
/// </summary>
internal sealed class EventStreamSink(HttpResponse response, bool includeUsage) : IChatSink, IDisposable
{
    private readonly PipeWriter _body = response.BodyWriter;
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonResponse.Options);
    private ChatHead _head = null!;
    private bool _hasUnsent;

    public void Begin(ChatHead head)
    {
        _head = head;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        // Proxies that collect answers would take the point out of a stream.
        response.Headers["X-Accel-Buffering"] = "no";
        BeginChunk();
        _json.WriteString("role"u8, "assistant"u8);
        EndChunk(finishReason: null, usage: null);
    }

    public void Write(string text, bool isReasoning)
    {
        BeginChunk();
        _json.WriteString(isReasoning ? "reasoning_content"u8 : "content"u8, text);
        EndChunk(finishReason: null, usage: null);
    }

    public void KeepAlive() => WriteRaw(": keep-alive\n\n"u8);

    public void End(ChatEnd end)
    {
        BeginChunk();
        if (end.Error is { } error) _json.WriteString("content"u8, error.Message);
        EndChunk(end.FinishReason, end.Usage);
        if (includeUsage && end.Error is null) WriteUsageEvent(end.Usage);
        WriteRaw("data: [DONE]\n\n"u8);
    }

    public async ValueTask FlushAsync()
    {
        if (!_hasUnsent) return;
        _hasUnsent = false;
        await _body.FlushAsync(response.HttpContext.RequestAborted);
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Writes everything up to and including the brace that opens <c>delta</c>.</summary>
    private void BeginChunk()
    {
        BeginEvent();
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("delta"u8);
    }

    private void EndChunk(string? finishReason, ChatUsage? usage)
    {
        _json.WriteEndObject();
        _json.WriteString("finish_reason"u8, finishReason);
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (usage is { } cost) UsageJson.Write(_json, cost);
        EndEvent();
    }

    /// <summary>OpenAI's extra event of <c>stream_options.include_usage</c>.</summary>
    private void WriteUsageEvent(in ChatUsage usage)
    {
        BeginEvent();
        _json.WriteStartArray("choices"u8);
        _json.WriteEndArray();
        UsageJson.Write(_json, usage);
        EndEvent();
    }

    private void BeginEvent()
    {
        WriteRaw("data: "u8);
        _json.Reset(_body);
        _json.WriteStartObject();
        _json.WriteString("id"u8, _head.Id);
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, _head.CreatedAt);
        _json.WriteString("model"u8, _head.Model);
    }

    private void EndEvent()
    {
        _json.WriteEndObject();
        _json.Flush();
        WriteRaw("\n\n"u8);
    }

    private void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_body.GetSpan(bytes.Length));
        _body.Advance(bytes.Length);
        _hasUnsent = true;
    }
}
