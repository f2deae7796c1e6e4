using System.Text.Json;
using Vitrine.Telemetry.Hosting;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>
/// The answer as server-sent events (<c>docs/format/chat-events.md</c>): <c>delta</c> and <c>reasoning</c>, then one <c>done</c> or <c>error</c>. A failure
/// before the first piece has its status and the same <c>error</c> event, so that a page reads one form.
/// </summary>
internal sealed class EventSink(HttpContext context, ChatIdentity identity) : IAnswerSink, IDisposable
{
    private readonly HttpResponse _response = context.Response;
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonAnswer.Options);

    public async ValueTask WriteAsync(AnswerChunk piece)
    {
        if (!piece.Reasoning.IsEmpty) WriteText("event: reasoning\ndata: "u8, piece.Reasoning);
        if (!piece.Text.IsEmpty) WriteText("event: delta\ndata: "u8, piece.Text);
        await _response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public ValueTask EndAsync(AnswerFigures figures)
    {
        Begin("event: done\ndata: "u8);
        _json.WriteString("model"u8, figures.Model);
        if (figures.FinishReason is not null) _json.WriteString("finish_reason"u8, figures.FinishReason);
        _json.WriteStartObject("usage"u8);
        _json.WriteNumber("input_tokens"u8, figures.InputTokens);
        _json.WriteNumber("output_tokens"u8, figures.OutputTokens);
        _json.WriteBoolean("estimated"u8, figures.IsEstimated);
        _json.WriteEndObject();
        _json.WriteStartObject("timings"u8);
        if (figures.FirstToken is { } first) _json.WriteNumber("first_token_ms"u8, Math.Round(first.TotalMilliseconds, 3));
        _json.WriteNumber("total_ms"u8, Math.Round(figures.Total.TotalMilliseconds, 3));
        if (figures.PromptTime is { } prompt) _json.WriteNumber("prompt_ms"u8, Math.Round(prompt.TotalMilliseconds, 3));
        if (figures.TokensPerSecond is { } speed) _json.WriteNumber("tokens_per_second"u8, Math.Round(speed, 3));
        _json.WriteEndObject();
        return EndAsync();
    }

    public ValueTask FailAsync(AnswerFailure failure)
    {
        if (!_response.HasStarted) _response.StatusCode = failure.Status;
        Begin("event: error\ndata: "u8);
        _json.WriteString("type"u8, failure.Type);
        _json.WriteString("message"u8, failure.Sentence);
        _json.WriteNumber("status"u8, failure.Status);
        return EndAsync();
    }

    public void Dispose() => _json.Dispose();

    private void WriteText(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text)
    {
        Begin(head);
        _json.WriteString("text"u8, text);
        EndEvent();
    }

    private void Begin(ReadOnlySpan<byte> head)
    {
        if (!_response.HasStarted) AnswerHeaders.Set(_response, "text/event-stream; charset=utf-8");
        Write(head);
        _json.Reset(_response.BodyWriter);
        _json.WriteStartObject();
    }

    private void EndEvent()
    {
        _json.WriteEndObject();
        _json.Flush();
        Write("\n\n"u8);
    }

    /// <summary>The last event names the request. It is sent with the end of the body, once the request was counted.</summary>
    private ValueTask EndAsync()
    {
        _json.WriteString("request_id"u8, identity.RequestId);
        if (identity.TraceId is not null) _json.WriteString("trace_id"u8, identity.TraceId);
        EndEvent();
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_response.BodyWriter.GetSpan(bytes.Length));
        _response.BodyWriter.Advance(bytes.Length);
    }
}
