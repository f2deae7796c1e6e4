using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Inference.Generation;

/// <summary>
/// An accepted request on its way through the queue and a slot. There are two forms: a <see cref="TextGeneration"/>, which answers token by token,
/// and a <see cref="TextEmbedding"/>, which is done with its prompt.
/// </summary>
public abstract class EngineJob
{
    private readonly TaskCompletionSource<GenerationStart?> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected EngineJob(int[] prompt, long queuedTimestamp, CancellationToken cancellation)
    {
        Prompt = prompt;
        QueuedTimestamp = queuedTimestamp;
        Cancellation = cancellation;
    }

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens => Prompt.Length;

    /// <summary>When the request was accepted, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long QueuedTimestamp { get; }

    /// <summary>When the prompt was computed, a <see cref="System.Diagnostics.Stopwatch"/> timestamp; 0 until then, known to whoever has read an event or the result.</summary>
    public long PrefillEndedTimestamp { get; internal set; }

    /// <summary>When a slot began with the prompt; null when the job ended before. Never faults and is never cancelled.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It is completed by a dedicated thread, which no awaiter can block.")]
    public Task<GenerationStart?> GetStartAsync() => _start.Task;

    internal int[] Prompt { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>The registration that takes a cancelled job out of the queue.</summary>
    internal CancellationTokenRegistration QueueRegistration { get; set; }

    /// <summary>Gives the reader what was kept back for a moment. The engine's thread.</summary>
    internal virtual void HandOver()
    {
    }

    internal void Start(in GenerationStart start) => _start.TrySetResult(start);

    /// <summary>Ends a job that never had a slot.</summary>
    internal void CompleteUnstarted(FinishReason reason, long finishedTimestamp)
    {
        EndStart();
        CompleteUnstarted(reason, new GenerationTimings(QueuedTimestamp, 0, 0, 0, 0, 0, finishedTimestamp));
    }

    /// <summary>Hands out a result that says so.</summary>
    private protected abstract void CompleteUnstarted(FinishReason reason, in GenerationTimings timings);

    /// <summary>Whoever still waits for the start learns that there was none.</summary>
    private protected void EndStart() => _start.TrySetResult(null);
}
