using System.Text;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Answers;

/// <summary>Renders what requests ask for as log fields. Content appears only when the operator chose insecure logging.</summary>
internal static class AnswerLog
{
    /// <summary>The parameters in Kronk's notation, <c>key[value]: key[value]:</c>. Nothing of the prompt is among them.</summary>
    public static string Parameters(AnswerRequest request)
    {
        var sampling = request.Sampling;
        var text = new StringBuilder(128)
            .Append($"model[{LogText.Cut(request.Model)}]: ")
            .Append(request.Prompt.Messages is { } messages ? $"messages[{messages.Count}]: " : "")
            .Append($"stream[{(request.Stream ? "true" : "false")}]: ")
            .Append($"temperature[{sampling.Temperature}]: top_p[{sampling.TopP}]: top_k[{sampling.TopK}]:");
        if (sampling.MinP > 0) text.Append($" min_p[{sampling.MinP}]:");
        if (sampling.RepetitionPenalty != 1) text.Append($" repetition_penalty[{sampling.RepetitionPenalty}]:");
        if (sampling.MaxTokens is { } limit) text.Append($" max_tokens[{limit}]:");
        if (sampling.IgnoreEnd) text.Append(" ignore_eos[true]:");
        if (sampling.Seed is { } seed) text.Append($" seed[{seed}]:");
        if (sampling.Stop.Count > 0) text.Append($" stop[{sampling.Stop.Count}]:");
        return text.ToString();
    }

    /// <summary>What is to be answered, each turn or the text cut.</summary>
    public static string Content(GenerationRequest prompt)
    {
        if (prompt.Messages is { } messages) return string.Join('\n', messages.Select(message => $"{message.Role}: {LogText.Cut(message.Content)}"));
        return prompt.Prompt is { } text ? LogText.Cut(text) : $"{prompt.PromptTokens!.Count} tokens";
    }
}
