using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Chat;

/// <summary>
/// Writes a conversation the way a model was trained on. Templates are Jinja programs; the common families are recognised by their markers
/// instead of being interpreted (as llama.cpp's llama-chat.cpp does), and the rest falls back to plain lines.
/// </summary>
public sealed class ChatTemplate
{
    private static readonly Dictionary<ChatFamily, (string Open, string AfterRole, string Close)> Layouts = new()
    {
        [ChatFamily.Phi3] = ("<|", "|>\n", "<|end|>\n"),
        [ChatFamily.ChatMl] = ("<|im_start|>", "\n", "<|im_end|>\n"),
        [ChatFamily.Llama3] = ("<|start_header_id|>", "<|end_header_id|>\n\n", "<|eot_id|>"),
        // Closed by the model's own end token, which differs between models of the family.
        [ChatFamily.Zephyr] = ("<|", "|>\n", "\n"),
        [ChatFamily.Plain] = ("", ": ", "\n"),
    };

    private readonly string _end;

    /// <summary>A template of a known family; <paramref name="end"/> is the text of the model's end token, which only <see cref="ChatFamily.Zephyr"/> writes.</summary>
    public ChatTemplate(ChatFamily family, string end = "</s>")
    {
        Family = family;
        _end = family == ChatFamily.Zephyr ? end : "";
    }

    /// <summary>The layout in use.</summary>
    public ChatFamily Family { get; }

    /// <summary>Recognises the family of a model.</summary>
    public static ChatTemplate Recognise(GgufMetadata metadata, Vocabulary vocabulary) =>
        new(Recognise(metadata.GetOr("tokenizer.chat_template", "")), vocabulary.End is { } end ? vocabulary.Text(end) : "");

    /// <summary>Recognises the family of a template by the markers that it contains.</summary>
    public static ChatFamily Recognise(string template) =>
        template.Contains("<|im_start|>", StringComparison.Ordinal) ? ChatFamily.ChatMl
        : template.Contains("<|start_header_id|>", StringComparison.Ordinal) ? ChatFamily.Llama3
        : template.Contains("<|end|>", StringComparison.Ordinal) ? ChatFamily.Phi3
        : template.Contains("<|user|>", StringComparison.Ordinal) ? ChatFamily.Zephyr
        : ChatFamily.Plain;

    /// <summary>Writes the conversation and opens the assistant's turn. Markers are template text, contents are literal text.</summary>
    public TextSegment[] Render(IReadOnlyList<ChatMessage> messages)
    {
        (string open, string afterRole, string close) = Layouts[Family];
        var segments = new TextSegment[(messages.Count * 3) + 1];
        int at = 0;
        for (int i = 0; i < messages.Count; i++)
        {
            segments[at++] = new TextSegment(open + KnownRole(messages[i].Role) + afterRole, TextSegmentKind.Template);
            segments[at++] = new TextSegment(messages[i].Content, TextSegmentKind.Literal);
            segments[at++] = new TextSegment(_end + close, TextSegmentKind.Template);
        }

        // A plain turn opens without the space, which the first word brings along.
        segments[at] = new TextSegment(open + "assistant" + (Family == ChatFamily.Plain ? ":" : afterRole), TextSegmentKind.Template);
        return segments;
    }

    /// <summary>Roles come from clients and land in template text: only known ones may.</summary>
    private static string KnownRole(string role) => role is "system" or "assistant" or "tool" ? role : "user";
}
