using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Generation;

/// <summary>
/// An accepted request: a stream of token events and, at its end, a result. The engine writes and never waits for the reader, who may be
/// slow (at most the token limit piles up); a reader that leaves should cancel the token it submitted with.
/// </summary>
public sealed class TextGeneration
{
    private readonly Channel<TokenEvent> _events = Channel.CreateUnbounded<TokenEvent>(new UnboundedChannelOptions
    {
        SingleReader = true,
        SingleWriter = true,
        // Continuations would run on the engine's thread, and a network write with them.
        AllowSynchronousContinuations = false,
    });

    private readonly TaskCompletionSource<GenerationStart?> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<GenerationResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TextGeneration(int[] prompt, SamplingOptions sampling, bool trimStart, long queuedTimestamp, CancellationToken cancellation)
    {
        Prompt = prompt;
        Sampling = sampling;
        TrimStart = trimStart;
        QueuedTimestamp = queuedTimestamp;
        Cancellation = cancellation;
    }

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens => Prompt.Length;

    /// <summary>When the request was accepted, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long QueuedTimestamp { get; }

    /// <summary>The tokens as they are generated. Completes without an error whatever the outcome: <see cref="GetResultAsync"/> tells it. One reader.</summary>
    public ChannelReader<TokenEvent> Events => _events.Reader;

    /// <summary>When the prompt was computed, a <see cref="System.Diagnostics.Stopwatch"/> timestamp; 0 until then, known to whoever has read an event.</summary>
    public long PrefillEndedTimestamp { get; internal set; }

    /// <summary>When a slot began with the prompt; null when the generation ended before. Never faults and is never cancelled.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It is completed by a dedicated thread, which no awaiter can block.")]
    public Task<GenerationStart?> GetStartAsync() => _start.Task;

    /// <summary>The result, when the slot is free again. Never faults and is never cancelled: outcomes are values.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It is completed by a dedicated thread, which no awaiter can block.")]
    public Task<GenerationResult> GetResultAsync() => _completion.Task;

    internal int[] Prompt { get; }

    internal SamplingOptions Sampling { get; }

    internal bool TrimStart { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>The registration that takes a cancelled generation out of the queue.</summary>
    internal CancellationTokenRegistration QueueRegistration { get; set; }

    /// <summary>The events as an asynchronous stream. One reader.</summary>
    public IAsyncEnumerable<TokenEvent> ReadAllAsync(CancellationToken cancellation = default) => _events.Reader.ReadAllAsync(cancellation);

    internal void Write(TokenEvent token) => _events.Writer.TryWrite(token);

    internal void Start(in GenerationStart start) => _start.TrySetResult(start);

    internal void Complete(in GenerationResult result)
    {
        _start.TrySetResult(null);
        _events.Writer.TryComplete();
        _completion.TrySetResult(result);
    }

    /// <summary>Ends a generation that never had a slot.</summary>
    internal void CompleteUnstarted(FinishReason reason, long finishedTimestamp) => Complete(new GenerationResult
    {
        FinishReason = reason,
        PromptTokens = PromptTokens,
        Timings = new GenerationTimings(QueuedTimestamp, 0, 0, 0, 0, 0, finishedTimestamp),
    });
}
