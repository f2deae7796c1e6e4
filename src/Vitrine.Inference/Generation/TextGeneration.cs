using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Generation;

/// <summary>
/// An accepted request: a stream of token events and, at its end, a result. The engine writes and never waits for the reader, who may be
/// slow (at most the token limit piles up); a reader that leaves should cancel the token it submitted with.
/// </summary>
/// <remarks>
/// To wake a reader costs the engine's thread some microseconds, which is nothing beside a step of most models and a part of one of the smallest. So
/// an answer's reader is woken at most every <see cref="RestMs"/> ms: what comes sooner is kept back, up to the first token after that, the answer's end or
/// <see cref="HandOver"/>, which the engine calls before anything that may take longer than a step of answers alone.
/// </remarks>
public sealed class TextGeneration : EngineJob
{
    /// <summary>How long a reader has rest after it was woken.</summary>
    internal const double RestMs = 0.5;

    private static readonly long s_rest = (long)(RestMs * Stopwatch.Frequency / 1000);
    private readonly Channel<TokenEvent> _events = Channel.CreateUnbounded<TokenEvent>(new UnboundedChannelOptions
    {
        SingleReader = true,
        SingleWriter = true,
        // Continuations would run on the engine's thread, and a network write with them.
        AllowSynchronousContinuations = false,
    });

    private readonly TaskCompletionSource<GenerationResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Both belong to the engine's thread.
    private readonly Queue<TokenEvent> _kept = new();
    private long _handedOver;

    internal TextGeneration(int[] prompt, SamplingOptions sampling, bool trimStart, long queuedTimestamp, CancellationToken cancellation)
        : base(prompt, queuedTimestamp, cancellation)
    {
        Sampling = sampling;
        TrimStart = trimStart;
    }

    /// <summary>The tokens as they are generated. Completes without an error whatever the outcome: <see cref="GetResultAsync"/> tells it. One reader.</summary>
    public ChannelReader<TokenEvent> Events => _events.Reader;

    /// <summary>The result, when the slot is free again. Never faults and is never cancelled: outcomes are values.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It is completed by a dedicated thread, which no awaiter can block.")]
    public Task<GenerationResult> GetResultAsync() => _completion.Task;

    internal SamplingOptions Sampling { get; }

    internal bool TrimStart { get; }

    /// <summary>The events as an asynchronous stream. One reader.</summary>
    public IAsyncEnumerable<TokenEvent> ReadAllAsync(CancellationToken cancellation = default) => _events.Reader.ReadAllAsync(cancellation);

    internal void Write(TokenEvent token)
    {
        _kept.Enqueue(token);
        // Events of one token have one timestamp and go together.
        if (token.Timestamp != _handedOver && token.Timestamp - _handedOver < s_rest) return;
        _handedOver = token.Timestamp;
        HandOver();
    }

    internal override void HandOver()
    {
        while (_kept.TryDequeue(out TokenEvent token)) _events.Writer.TryWrite(token);
    }

    internal void Complete(in GenerationResult result)
    {
        EndStart();
        HandOver();
        _events.Writer.TryComplete();
        _completion.TrySetResult(result);
    }

    private protected override void CompleteUnstarted(FinishReason reason, in GenerationTimings timings) =>
        Complete(new GenerationResult { FinishReason = reason, PromptTokens = PromptTokens, Timings = timings });
}
