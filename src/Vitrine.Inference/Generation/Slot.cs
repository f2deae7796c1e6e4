using System.Diagnostics;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Generation;

/// <summary>
/// A place for one running generation: its cache, its sampler and its text. The loop asks it for the rows that it wants computed and hands it
/// their logits, so several slots can share a batch. Used by the engine thread only; allocates nothing per token but text.
/// </summary>
internal sealed class Slot : IDisposable
{
    private readonly Vocabulary _vocabulary;
    private readonly Sampler _sampler;
    private readonly TextPipeline _text;
    private readonly int _contextLength;
    private TextGeneration? _generation;
    private ulong _seed;
    private int _limit;
    private int _nextToken;
    private long _started;
    private long _prefillStarted;
    private long _prefillEnded;
    private long _firstToken;
    private long _lastToken;

    public Slot(LlamaModel model, int contextLength)
    {
        _vocabulary = model.Tokenizer.Vocabulary;
        _sampler = new Sampler(_vocabulary.Count);
        _text = new TextPipeline(model.Tokenizer);
        _contextLength = contextLength;
        Sequence = new KvSequence(model.Config, contextLength);
    }

    /// <summary>The slot's cache; its length is what has been computed.</summary>
    public KvSequence Sequence { get; }

    /// <summary>Set when the generation has ended and <see cref="Finish"/> is due.</summary>
    public FinishReason? Ended { get; private set; }

    /// <summary>Takes a generation.</summary>
    public void Start(TextGeneration generation)
    {
        _generation = generation;
        _started = Stopwatch.GetTimestamp();
        _prefillStarted = _prefillEnded = _firstToken = _lastToken = 0;
        _limit = Math.Min(generation.Sampling.MaxTokens ?? int.MaxValue, _contextLength - generation.PromptTokens);
        _seed = generation.Sampling.Seed ?? (ulong)Random.Shared.NextInt64();
        _sampler.Reset(generation.Sampling, _seed, generation.Prompt);
        _text.Reset(generation);
        Sequence.Length = 0;
        Ended = null;
    }

    /// <summary>Ends the generation when its caller has left.</summary>
    public void CheckCancelled()
    {
        if (_generation!.Cancellation.IsCancellationRequested) Ended = FinishReason.Cancelled;
    }

    /// <summary>Ends the generation from outside.</summary>
    public void Cancel() => Ended ??= FinishReason.Cancelled;

    /// <summary>Writes the next rows to compute, prompt first, and returns how many.</summary>
    public int FillRows(Span<BatchRow> rows)
    {
        int[] prompt = _generation!.Prompt;
        int done = Sequence.Length;
        if (done >= prompt.Length)
        {
            rows[0] = new BatchRow(_nextToken, done, Sequence, WantsLogits: true);
            return 1;
        }

        if (done == 0)
        {
            _prefillStarted = Stopwatch.GetTimestamp();
            _generation.Start(new GenerationStart(Slot: 0, _started, _prefillStarted));
        }

        int count = Math.Min(rows.Length, prompt.Length - done);
        for (int i = 0; i < count; i++)
            rows[i] = new BatchRow(prompt[done + i], done + i, Sequence, WantsLogits: done + i == prompt.Length - 1);
        return count;
    }

    /// <summary>Counts computed rows. True when the last of them has logits, from which <see cref="Accept"/> takes the next token.</summary>
    public bool Advance(int rows)
    {
        Sequence.Length += rows;
        if (Sequence.Length < _generation!.PromptTokens) return false;
        if (_prefillEnded == 0) _generation.PrefillEndedTimestamp = _prefillEnded = Stopwatch.GetTimestamp();
        return true;
    }

    /// <summary>Chooses the next token, writes its events and decides whether to go on.</summary>
    public void Accept(ReadOnlySpan<float> logits)
    {
        _nextToken = _sampler.Sample(logits);
        _lastToken = Stopwatch.GetTimestamp();
        if (_firstToken == 0) _firstToken = _lastToken;
        if (_vocabulary.IsEnd(_nextToken))
        {
            Ended = FinishReason.Stop;
            return;
        }

        _text.Append(_nextToken, _lastToken);
        if (_text.StopText is not null) Ended = FinishReason.Stop;
        else if (_text.OutputTokens >= _limit) Ended = FinishReason.Length;
    }

    /// <summary>Releases held text, frees the cache and completes the generation.</summary>
    public void Finish(Exception? error = null)
    {
        TextGeneration generation = _generation!;
        _text.Flush(_lastToken);
        Sequence.Length = 0;
        _generation = null;
        // A stop text may have become whole only with the text released last.
        FinishReason reason = error is not null ? FinishReason.Error : _text.StopText is not null ? FinishReason.Stop : Ended ?? FinishReason.Cancelled;
        generation.QueueRegistration.Dispose();
        generation.Complete(new GenerationResult
        {
            FinishReason = reason,
            StopText = _text.StopText,
            Error = error,
            PromptTokens = generation.PromptTokens,
            ReasoningTokens = _text.ReasoningTokens,
            CompletionTokens = _text.CompletionTokens,
            Seed = _seed,
            Timings = new GenerationTimings(
                generation.QueuedTimestamp, _started, _prefillStarted, _prefillEnded, _firstToken, _lastToken, Stopwatch.GetTimestamp()),
        });
    }

    public void Dispose() => Sequence.Dispose();
}
