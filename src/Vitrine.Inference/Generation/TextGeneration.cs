using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Generation;

/// <summary>
/// An accepted request: a stream of token events and, at its end, a result. The engine writes and never waits for the reader, who may be
/// slow (at most the token limit piles up); a reader that leaves should cancel the token it submitted with.
/// </summary>
public sealed class TextGeneration : EngineJob
{
    private readonly Channel<TokenEvent> _events = Channel.CreateUnbounded<TokenEvent>(new UnboundedChannelOptions
    {
        SingleReader = true,
        SingleWriter = true,
        // Continuations would run on the engine's thread, and a network write with them.
        AllowSynchronousContinuations = false,
    });

    private readonly TaskCompletionSource<GenerationResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    internal void Write(TokenEvent token) => _events.Writer.TryWrite(token);

    internal void Complete(in GenerationResult result)
    {
        EndStart();
        _events.Writer.TryComplete();
        _completion.TrySetResult(result);
    }

    private protected override void CompleteUnstarted(FinishReason reason, in GenerationTimings timings) =>
        Complete(new GenerationResult { FinishReason = reason, PromptTokens = PromptTokens, Timings = timings });
}
