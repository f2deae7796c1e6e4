using System.Diagnostics;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Generation;

/// <summary>
/// The engine's thread: gives free slots to waiting jobs, computes one batch from all slots, lets each slot go on from its part of it, and again.
/// That is continuous batching: jobs come and go between batches, and the weights are read once for all of them.
/// </summary>
internal sealed class EngineLoop : IDisposable
{
    private readonly RequestQueue _queue;
    private readonly ComputeTeam _team;
    private readonly LlamaForward _forward;
    private readonly Slot[] _slots;
    private readonly BatchPlan _plan;
    private readonly Thread _thread;
    private readonly int _contextLength;
    private readonly TimeSpan? _slotTimeout;
    private volatile bool _stopping;
    private volatile int _running;
    private long _promptTokens;
    private long _answerTokens;

    public EngineLoop(LlamaModel model, ComputeKernels kernels, ModelInfo info, EngineOptions options, CoreBudget cores)
    {
        _contextLength = info.ContextLength;
        _slotTimeout = options.SlotTimeout;
        _queue = new RequestQueue(options.QueueCapacity);
        _team = new ComputeTeam(info.Threads, "vitrine-compute", cores, beforeWaiting: HandOver, around: options.AroundThread);
        _forward = new LlamaForward(
            model.Config, model.Weights, kernels, _team, info.ContextLength, BatchPlan.Capacity(info.Slots, info.BatchSize), maxLogitRows: info.Slots)
        {
            Clock = options.LayerTimings ? new LayerClock(info.Layers) : null,
        };
        _slots = [.. Enumerable.Range(0, info.Slots).Select(index => new Slot(index, model, info.ContextLength, options.LayerTimings))];
        _plan = new BatchPlan(_slots, info.BatchSize);
        _thread = new Thread(() => ComputeTeam.Around(Serve, options.AroundThread)) { IsBackground = true, Name = "vitrine-engine" };
    }

    public RequestQueue Queue => _queue;

    /// <summary>Jobs that have a slot. Any thread.</summary>
    public int Running => _running;

    /// <summary>Positions filled in the caches of all slots. Any thread.</summary>
    public int KvPositionsUsed => _slots.Sum(slot => slot.Sequence.Length);

    /// <summary>Positions of prompts computed since the load. Any thread.</summary>
    public long PromptTokens => Volatile.Read(ref _promptTokens);

    /// <summary>Positions of answers computed since the load. Any thread.</summary>
    public long AnswerTokens => Volatile.Read(ref _answerTokens);

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
        if (_thread.IsAlive) _thread.Join();
        _team.Dispose();
        _forward.Dispose();
        foreach (Slot slot in _slots) slot.Dispose();
    }

    /// <summary>Generates a few tokens and an embedding for nobody, so that the JIT compiles the whole path before the first request waits for it.</summary>
    private void WarmUp()
    {
        // Six rows run the kernels for one and for three activations; temperature 0 and 1 run both ways of sampling.
        int[] prompt = new int[Math.Min(6, _contextLength - 1)];
        foreach (float temperature in (ReadOnlySpan<float>)[0f, 1f])
        {
            var sampling = new SamplingOptions { Temperature = temperature, MaxTokens = 2, Stop = ["\0"] };
            Run(new TextGeneration(prompt, sampling, trimStart: true, queuedTimestamp: 0, CancellationToken.None));
        }

        Run(new TextEmbedding(prompt, queuedTimestamp: 0, CancellationToken.None));

        void Run(EngineJob job)
        {
            Begin(job);
            while (_running > 0) Step();
        }
    }

    private void Serve()
    {
        while (Admit())
        {
            EndCancelled();
            Preempt();
            Step();
        }

        foreach (Slot slot in _slots) End(slot, FinishReason.Cancelled);
    }

    /// <summary>Gives free slots to waiting jobs, in their order, and waits for one when there is nothing else to do. False when the engine stops.</summary>
    private bool Admit()
    {
        while (_running < _slots.Length && _queue.Take(wait: _running == 0) is { } job) Begin(job);
        return !_stopping;
    }

    private void EndCancelled()
    {
        foreach (Slot slot in _slots)
        {
            if (slot.IsCancelled) End(slot, FinishReason.Cancelled);
        }
    }

    /// <summary>
    /// Takes the slot of the job that has had one longest, when another has waited too long for one. A job keeps its slot for as long as others may
    /// have to wait: without that, a long queue would end every job as soon as it began.
    /// </summary>
    private void Preempt()
    {
        if (_slotTimeout is not { } timeout || _running < _slots.Length) return;
        if (_queue.OldestTimestamp is not { } oldest || Stopwatch.GetElapsedTime(oldest) < timeout) return;
        Slot longest = _slots[0];
        foreach (Slot slot in _slots)
        {
            if (slot.StartedTimestamp < longest.StartedTimestamp) longest = slot;
        }

        if (Stopwatch.GetElapsedTime(longest.StartedTimestamp) >= timeout) End(longest, FinishReason.Preempted);
    }

    /// <summary>Computes one batch and lets the slots go on from it.</summary>
    private void Step()
    {
        if (!_plan.Fill()) return;
        // A step that reads prompts takes many times as long as one that only writes answers.
        if (_plan.ReadsPrompts) HandOver();
        Exception? failure = null;
        try
        {
            _forward.Compute(_plan.Rows);
            Volatile.Write(ref _answerTokens, _answerTokens + _plan.AnswerRows);
            Volatile.Write(ref _promptTokens, _promptTokens + _plan.Rows.Length - _plan.AnswerRows);
        }
        catch (Exception error)
        {
            // Whoever was in the batch has nothing to go on from.
            failure = error;
        }

        foreach (Slot slot in _slots)
        {
            if (slot.HasRows) Advance(slot, failure);
        }
    }

    /// <summary>Gives every reader what it was not woken for yet, because the next step may be long in coming.</summary>
    private void HandOver()
    {
        foreach (Slot slot in _slots) slot.HandOver();
    }

    private void Begin(EngineJob job)
    {
        Slot slot = _slots[Array.FindIndex(_slots, slot => !slot.IsBusy)];
        _running++;
        try
        {
            slot.Start(job);
        }
        catch (Exception error)
        {
            Finish(slot, FinishReason.Error, error);
        }
    }

    /// <summary>A failed job takes neither the engine nor its neighbours along: the failure is its result.</summary>
    private void Advance(Slot slot, Exception? failure)
    {
        FinishReason? ended = FinishReason.Error;
        try
        {
            if (failure is null) ended = slot.Advance(_forward);
        }
        catch (Exception error)
        {
            failure = error;
        }

        if (ended is { } reason) Finish(slot, reason, failure);
    }

    private void End(Slot slot, FinishReason reason)
    {
        if (slot.IsBusy) Finish(slot, reason);
    }

    private void Finish(Slot slot, FinishReason reason, Exception? error = null)
    {
        // Free before the result is known: whoever has read it sees the slot free.
        _running--;
        slot.Finish(reason, error);
    }
}
