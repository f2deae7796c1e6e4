using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Generation;

/// <summary>
/// The engine's thread: takes a job from the queue, computes its prompt in batches and its answer token by token, and hands back the slot.
/// One slot today; continuous batching will fill one batch from several slots in <see cref="Step"/>.
/// </summary>
internal sealed class EngineLoop : IDisposable
{
    private readonly RequestQueue _queue;
    private readonly ComputeTeam _team;
    private readonly LlamaForward _forward;
    private readonly Slot _slot;
    private readonly BatchRow[] _rows;
    private readonly Thread _thread;
    private readonly int _contextLength;
    private volatile bool _stopping;
    private volatile int _running;

    public EngineLoop(LlamaModel model, ComputeKernels kernels, int contextLength, int threads, int batchSize, int queueCapacity)
    {
        _contextLength = contextLength;
        _queue = new RequestQueue(queueCapacity);
        _team = new ComputeTeam(threads, "vitrine-compute");
        _forward = new LlamaForward(model.Config, model.Weights, kernels, _team, contextLength, batchSize, maxLogitRows: 1);
        _slot = new Slot(0, model, contextLength);
        _rows = new BatchRow[batchSize];
        _thread = new Thread(Serve) { IsBackground = true, Name = "vitrine-engine" };
    }

    public RequestQueue Queue => _queue;

    /// <summary>Jobs that have a slot. Any thread.</summary>
    public int Running => _running;

    /// <summary>Positions filled in the cache. Any thread.</summary>
    public int KvPositionsUsed => _slot.Sequence.Length;

    /// <summary>Warms up and starts serving.</summary>
    public void Start()
    {
        WarmUp();
        _thread.Start();
    }

    /// <summary>Cancels everything, waits for the thread and frees the memory.</summary>
    public void Dispose()
    {
        _stopping = true;
        _queue.Stop();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) is false) _thread.Join();
        _team.Dispose();
        _forward.Dispose();
        _slot.Dispose();
        _queue.Dispose();
    }

    /// <summary>Generates a few tokens and an embedding for nobody, so that the JIT compiles the whole path before the first request waits for it.</summary>
    private void WarmUp()
    {
        // Six rows run the kernels for one and for three activations; temperature 0 and 1 run both ways of sampling.
        int[] prompt = new int[Math.Min(6, _contextLength - 1)];
        foreach (float temperature in (ReadOnlySpan<float>)[0f, 1f])
        {
            var sampling = new SamplingOptions { Temperature = temperature, MaxTokens = 2, Stop = ["\0"] };
            _slot.Start(new TextGeneration(prompt, sampling, trimStart: true, queuedTimestamp: 0, CancellationToken.None));
            Complete();
        }

        _slot.Start(new TextEmbedding(prompt, queuedTimestamp: 0, CancellationToken.None));
        Complete();
    }

    private void Serve()
    {
        while (_queue.Take() is { } job)
        {
            _running = 1;
            _slot.Start(job);
            Complete();
            _running = 0;
        }
    }

    private void Complete()
    {
        try
        {
            while (_slot.Ended is null)
            {
                _slot.CheckCancelled();
                if (_stopping) _slot.End(FinishReason.Cancelled);
                if (_slot.Ended is null) Step();
            }

            _slot.Finish();
        }
        catch (Exception error)
        {
            // A failed job must not take the engine along: the failure is its result.
            _slot.Finish(error);
        }
    }

    /// <summary>Computes one batch: a chunk of the prompt or one token.</summary>
    private void Step()
    {
        int count = _slot.FillRows(_rows, at: 0, most: _rows.Length);
        _forward.Compute(_rows.AsSpan(0, count));
        _slot.Advance(_forward);
    }
}
