using System.Text.Json;
using Vitrine.ModelServer.Answers;

namespace Vitrine.ModelServer.Chat;

/// <summary>OpenAI's <c>chat.completion</c>: the answer is a message, events are deltas of it.</summary>
internal sealed class ChatFormat : IAnswerFormat
{
    public static readonly ChatFormat Instance = new();

    public string Operation => "chat";

    public string IdPrefix => "chatcmpl-";

    public string PromptField => "messages";

    public string DocumentType => "chat.completion";

    public string EventType => "chat.completion.chunk";

    public void WriteAnswer(Utf8JsonWriter json, string content, string reasoning)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, content);
        if (reasoning.Length > 0) json.WriteString("reasoning_content"u8, reasoning);
        json.WriteEndObject();
    }

    public void WriteOpening(Utf8JsonWriter json)
    {
        json.WriteStartObject("delta"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteEndObject();
    }

    public void WritePart(Utf8JsonWriter json, string text, bool isReasoning)
    {
        json.WriteStartObject("delta"u8);
        if (text.Length > 0) json.WriteString(isReasoning ? "reasoning_content"u8 : "content"u8, text);
        json.WriteEndObject();
    }
}
