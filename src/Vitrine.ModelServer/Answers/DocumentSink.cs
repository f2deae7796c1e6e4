using System.Text;
using System.Text.Json;
using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Answers;

/// <summary>An answer as one JSON document, or one error: nothing is sent before the end is known.</summary>
internal sealed class DocumentSink(HttpContext context, IAnswerFormat format) : IAnswerSink
{
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _reasoning = new();
    private AnswerHead _head = null!;

    public void Begin(AnswerHead head) => _head = head;

    public void Write(string text, bool isReasoning) => (isReasoning ? _reasoning : _content).Append(text);

    public void KeepAlive()
    {
        // A document has no place for signs of life.
    }

    public void End(AnswerEnd end)
    {
        if (end.Error is { } error) ApiErrorWriter.Write(context, error);
        else JsonResponse.Write(context.Response, json => Write(json, end));
    }

    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    private void Write(Utf8JsonWriter json, AnswerEnd end)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, _head.Id);
        json.WriteString("object"u8, format.DocumentType);
        json.WriteNumber("created"u8, _head.CreatedAt);
        json.WriteString("model"u8, _head.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        format.WriteAnswer(json, _content.ToString(), _reasoning.ToString());
        json.WriteString("finish_reason"u8, end.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        UsageJson.Write(json, end.Usage);
        json.WriteEndObject();
    }
}
