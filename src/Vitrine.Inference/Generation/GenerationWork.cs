using System.Diagnostics;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Generation;

/// <summary>Makes tokens and text of logits: one row of them behind the prompt, and then one for every token.</summary>
internal sealed class GenerationWork(ITokenizer tokenizer, int contextLength) : ISlotWork
{
    private readonly Vocabulary _vocabulary = tokenizer.Vocabulary;
    private readonly Sampler _sampler = new(tokenizer.Vocabulary.Count);
    private readonly TextPipeline _text = new(tokenizer);
    private TextGeneration? _generation;
    private ulong _seed;
    private int _limit;
    private long _firstToken;
    private long _lastToken;

    public int NextToken { get; private set; }

    /// <summary>Takes a generation.</summary>
    public void Begin(TextGeneration generation)
    {
        _generation = generation;
        _firstToken = _lastToken = 0;
        _limit = Math.Min(generation.Sampling.MaxTokens ?? int.MaxValue, contextLength - generation.PromptTokens);
        _seed = generation.Sampling.Seed ?? (ulong)Random.Shared.NextInt64();
        _sampler.Reset(generation.Sampling, _seed, generation.Prompt);
        _text.Reset(generation);
    }

    public RowOutput OutputOf(int position) => position == _generation!.PromptTokens - 1 ? RowOutput.Logits : RowOutput.None;

    /// <summary>Chooses the next token, writes its events and decides whether to go on.</summary>
    public FinishReason? Accept(LlamaForward forward, int row, int position, int count)
    {
        if (position + count < _generation!.PromptTokens) return null;
        NextToken = _sampler.Sample(forward.Logits(row + count - 1));
        _lastToken = Stopwatch.GetTimestamp();
        if (_firstToken == 0) _firstToken = _lastToken;
        if (!_generation.Sampling.IgnoreEnd && _vocabulary.IsEnd(NextToken)) return FinishReason.Stop;
        _text.Append(NextToken, _lastToken);
        if (_text.StopText is not null) return FinishReason.Stop;
        return _text.OutputTokens >= _limit ? FinishReason.Length : null;
    }

    /// <summary>Releases held text and completes the generation.</summary>
    public void Finish(FinishReason reason, Exception? error, in GenerationTimings timings, IReadOnlyList<LayerTimings>? layers)
    {
        TextGeneration generation = _generation!;
        // After a failure nothing is known of the text's state, and flushing might fail the same way.
        if (error is null) _text.Flush(_lastToken);
        generation.Complete(new GenerationResult
        {
            // A stop text may have become whole only with the text released last.
            FinishReason = error is null && _text.StopText is not null ? FinishReason.Stop : reason,
            StopText = _text.StopText,
            Error = error,
            PromptTokens = generation.PromptTokens,
            ReasoningTokens = _text.ReasoningTokens,
            CompletionTokens = _text.CompletionTokens,
            Seed = _seed,
            Timings = timings with { FirstToken = _firstToken, LastToken = _lastToken },
            Layers = layers,
        });
    }
}
