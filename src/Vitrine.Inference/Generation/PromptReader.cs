using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Generation;

/// <summary>Turns requests into token ids and refuses what the engine could not compute. Safe from any thread.</summary>
internal sealed class PromptReader(LlamaModel model, int contextLength)
{
    // Embedding models are trained on texts that end with the end token; a prompt to continue never has it.
    private readonly int? _embeddingEnd = model.File.Metadata.GetOr("tokenizer.ggml.add_eos_token", false) ? model.Tokenizer.Vocabulary.End : null;

    /// <summary>The tokens to continue; one position must be left for the answer.</summary>
    public SubmitRefusal? Read(GenerationRequest request, out int[] prompt)
    {
        prompt = [];
        IReadOnlyList<InvalidValue> errors = SamplingValidator.Validate(request.Sampling);
        if (errors.Count > 0) return new SubmitRefusal(RefusalReason.InvalidOptions, "options are out of range") { InvalidValues = errors };
        prompt = Tokenise(request);
        if (CheckTokens(prompt) is { } refusal) return refusal;
        return prompt.Length < contextLength ? null : TooLong(prompt, ", of which one must be left for the answer");
    }

    /// <summary>The tokens to embed; they may fill the context.</summary>
    public SubmitRefusal? Read(EmbeddingRequest request, out int[] prompt)
    {
        prompt = Tokenise(request);
        if (CheckTokens(prompt) is { } refusal) return refusal;
        return prompt.Length <= contextLength ? null : TooLong(prompt, "");
    }

    private int[] Tokenise(GenerationRequest request)
    {
        if (request.Messages is { } messages) return model.Tokenizer.Encode(model.Chat.Render(messages), addBeginning: true);
        return request.Prompt is { } text ? model.Tokenizer.Encode(text, addBeginning: true, parseSpecial: false) : [.. request.PromptTokens!];
    }

    private int[] Tokenise(EmbeddingRequest request)
    {
        if (request.Text is not { } text) return [.. request.Tokens!];
        int[] tokens = model.Tokenizer.Encode(text, addBeginning: true, parseSpecial: false);
        return _embeddingEnd is { } end ? [.. tokens, end] : tokens;
    }

    private SubmitRefusal? CheckTokens(int[] prompt)
    {
        if (prompt.Length == 0) return new SubmitRefusal(RefusalReason.InvalidPrompt, "the prompt has no token");
        int vocabulary = model.Tokenizer.Vocabulary.Count;
        int bad = Array.FindIndex(prompt, token => token < 0 || token >= vocabulary);
        return bad < 0 ? null : new SubmitRefusal(RefusalReason.InvalidPrompt, $"token {prompt[bad]} is not in the vocabulary", prompt[bad], vocabulary);
    }

    private SubmitRefusal TooLong(int[] prompt, string remark) => new(
        RefusalReason.PromptTooLong, $"the prompt has {prompt.Length} tokens and the context {contextLength}{remark}", prompt.Length, contextLength);
}
