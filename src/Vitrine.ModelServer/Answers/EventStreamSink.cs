using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>
/// An answer as server-sent events, section 3.3 of Kronk's contract: chunks with parts, a last chunk with finish_reason and usage, then
/// <c>[DONE]</c>. Once it began, a failure is a chunk too: no second body follows a first byte.
/// </summary>
internal sealed class EventStreamSink(HttpResponse response, IAnswerFormat format, bool includeUsage) : IAnswerSink, IDisposable
{
    private readonly PipeWriter _body = response.BodyWriter;
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonResponse.Options);
    private readonly ArrayBufferWriter<byte> _head = new(256);
    private Operation? _send;
    private bool _hasUnsent;

    public void Begin(AnswerHead head)
    {
        _send = response.HttpContext.Operation().Begin(HttpKinds.Send).Set(HttpFacts.StatusCode, response.StatusCode);
        RenderHead(head);
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        // Proxies that collect answers would take the point out of a stream.
        response.Headers["X-Accel-Buffering"] = "no";
        BeginChunk();
        format.WriteOpening(_json);
        EndChunk(finishReason: null, usage: null);
    }

    public void Write(string text, bool isReasoning)
    {
        BeginChunk();
        format.WritePart(_json, text, isReasoning);
        EndChunk(finishReason: null, usage: null);
    }

    public void KeepAlive() => WriteRaw(": keep-alive\n\n"u8);

    public void End(AnswerEnd end)
    {
        BeginChunk();
        format.WritePart(_json, end.Error?.Message ?? "", isReasoning: false);
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

    public void Dispose()
    {
        _send?.End(response.HttpContext.RequestAborted.IsCancellationRequested ? Outcome.Cancelled : Outcome.Ok);
        _send?.Dispose();
        _json.Dispose();
    }

    /// <summary>Renders what all events of the answer begin with, up to what is said about its one choice.</summary>
    private void RenderHead(AnswerHead head)
    {
        _head.Write("data: "u8);
        _json.Reset(_head);
        _json.WriteStartObject();
        _json.WriteString("id"u8, head.Id);
        _json.WriteString("object"u8, format.EventType);
        _json.WriteNumber("created"u8, head.CreatedAt);
        _json.WriteString("model"u8, head.Model);
        _json.WriteStartArray("choices"u8);
        _json.Flush();
    }

    /// <summary>Writes everything up to what the format has of its own.</summary>
    private void BeginChunk()
    {
        WriteRaw(_head.WrittenSpan);
        _json.Reset(_body);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
    }

    private void EndChunk(string? finishReason, AnswerUsage? usage)
    {
        _json.WriteString("finish_reason"u8, finishReason);
        _json.WriteEndObject();
        EndEvent(usage);
    }

    /// <summary>OpenAI's extra event of <c>stream_options.include_usage</c>.</summary>
    private void WriteUsageEvent(in AnswerUsage usage)
    {
        WriteRaw(_head.WrittenSpan);
        _json.Reset(_body);
        EndEvent(usage);
    }

    private void EndEvent(AnswerUsage? usage)
    {
        _json.WriteEndArray();
        if (usage is { } cost) UsageJson.Write(_json, cost);
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
