using System.Text;
using Vitrine.Inference.Chat;

namespace Vitrine.ModelServer.Chat;

/// <summary>Renders what requests ask for as log fields. Content appears only when the operator chose insecure logging.</summary>
internal static class MessageLog
{
    private const int MaxContentChars = 400;

    /// <summary>The parameters in Kronk's notation, <c>key[value]: key[value]:</c>. Nothing of the conversation is among them.</summary>
    public static string Parameters(ChatRequest request)
    {
        var sampling = request.Sampling;
        var text = new StringBuilder(128)
            .Append($"model[{Cut(request.Model)}]: messages[{request.Messages.Count}]: stream[{(request.Stream ? "true" : "false")}]: ")
            .Append($"temperature[{sampling.Temperature}]: top_p[{sampling.TopP}]: top_k[{sampling.TopK}]:");
        if (sampling.MinP > 0) text.Append($" min_p[{sampling.MinP}]:");
        if (sampling.RepetitionPenalty != 1) text.Append($" repetition_penalty[{sampling.RepetitionPenalty}]:");
        if (sampling.MaxTokens is { } limit) text.Append($" max_tokens[{limit}]:");
        if (sampling.Seed is { } seed) text.Append($" seed[{seed}]:");
        if (sampling.Stop.Count > 0) text.Append($" stop[{sampling.Stop.Count}]:");
        return text.ToString();
    }

    /// <summary>The conversation, each turn cut.</summary>
    public static string Messages(IReadOnlyList<ChatMessage> messages) => string.Join('\n', messages.Select(message => $"{message.Role}: {Cut(message.Content)}"));

    /// <summary>A text, cut.</summary>
    public static string Cut(string text) => text.Length > MaxContentChars ? text[..MaxContentChars] + "…" : text;
}
