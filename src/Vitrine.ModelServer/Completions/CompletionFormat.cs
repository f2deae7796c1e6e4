using System.Text.Json;
using Vitrine.ModelServer.Answers;

namespace Vitrine.ModelServer.Completions;

/// <summary>OpenAI's legacy <c>text_completion</c>: the answer is a text, and events look like the whole.</summary>
internal sealed class CompletionFormat : IAnswerFormat
{
    public static readonly CompletionFormat Instance = new();

    public string Operation => "text_completion";

    public string IdPrefix => "cmpl-";

    public string PromptField => "prompt";

    public string DocumentType => "text_completion";

    public string EventType => "text_completion";

    public void WriteAnswer(Utf8JsonWriter json, string content, string reasoning)
    {
        json.WriteString("text"u8, content);
        if (reasoning.Length > 0) json.WriteString("reasoning_content"u8, reasoning);
        json.WriteNull("logprobs"u8);
    }

    public void WriteOpening(Utf8JsonWriter json) => WritePart(json, "", isReasoning: false);

    public void WritePart(Utf8JsonWriter json, string text, bool isReasoning) => WriteAnswer(json, isReasoning ? "" : text, isReasoning ? text : "");
}
