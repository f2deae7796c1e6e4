using System.Diagnostics;
using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>
/// A place for one running job: its cache and how far it has come. The loop asks it for the rows that it wants computed and tells it when they are,
/// so several slots can share a batch. Used by the engine thread only; allocates nothing per token but text.
/// </summary>
internal sealed class Slot : IDisposable
{
    private readonly GenerationWork _generation;
    private readonly EmbeddingWork _embedding;
    private readonly LayerTotals? _layers;
    private readonly int _index;
    private EngineJob? _job;
    private ISlotWork? _work;
    private GenerationTimings _timings;
    private int _firstRow;
    private int _rowCount;

    /// <summary>Reserves a cache of <paramref name="contextLength"/> positions. With <paramref name="timesLayers"/>, results say what every layer cost.</summary>
    public Slot(int index, LlamaModel model, int contextLength, bool timesLayers = false)
    {
        _index = index;
        _layers = timesLayers ? new LayerTotals(model.Config.Layers) : null;
        _generation = new GenerationWork(model.Tokenizer, contextLength);
        _embedding = new EmbeddingWork(model.Pooling, model.Config.EmbeddingLength);
        Sequence = new KvSequence(model.Config, contextLength);
    }

    /// <summary>The slot's cache; its length is what has been computed.</summary>
    public KvSequence Sequence { get; }

    /// <summary>Whether it has a job.</summary>
    public bool IsBusy => _job is not null;

    /// <summary>Whether it has a job whose prompt is not computed yet.</summary>
    public bool IsPrefilling => _job is not null && Sequence.Length < _job.PromptTokens;

    /// <summary>Whether it has a job whose caller has left.</summary>
    public bool IsCancelled => _job is not null && _job.Cancellation.IsCancellationRequested;

    /// <summary>Whether rows of it are in the batch, so that <see cref="Advance"/> is due.</summary>
    public bool HasRows => _rowCount > 0;

    /// <summary>When it took its job, a <see cref="Stopwatch"/> timestamp.</summary>
    public long StartedTimestamp => _timings.SlotStarted;

    /// <summary>Takes a job.</summary>
    public void Start(EngineJob job)
    {
        _job = job;
        _timings = new GenerationTimings(job.QueuedTimestamp, Stopwatch.GetTimestamp(), 0, 0, 0, 0, 0);
        Sequence.Length = 0;
        _rowCount = 0;
        _layers?.Reset();
        switch (job)
        {
            case TextGeneration generation:
                _work = _generation;
                _generation.Begin(generation);
                break;
            case TextEmbedding embedding:
                _work = _embedding;
                _embedding.Begin(embedding);
                break;
            default: throw new UnreachableException($"a job of type {job.GetType().Name}");
        }
    }

    /// <summary>Writes the next rows to compute into a batch, from <paramref name="at"/> on and at most <paramref name="most"/>; returns how many.</summary>
    public int FillRows(Span<BatchRow> batch, int at, int most)
    {
        int[] prompt = _job!.Prompt;
        int done = Sequence.Length;
        _firstRow = at;
        if (done >= prompt.Length)
        {
            batch[at] = new BatchRow(_work!.NextToken, done, Sequence, RowOutput.Logits);
            return _rowCount = 1;
        }

        if (done == 0)
        {
            _timings = _timings with { PrefillStarted = Stopwatch.GetTimestamp() };
            _job.Start(new GenerationStart(_index, _timings.SlotStarted, _timings.PrefillStarted));
        }

        _rowCount = Math.Min(most, prompt.Length - done);
        for (int i = 0; i < _rowCount; i++) batch[at + i] = new BatchRow(prompt[done + i], done + i, Sequence, _work!.OutputOf(done + i));
        return _rowCount;
    }

    /// <summary>Gives the job's reader what was kept back for a moment.</summary>
    public void HandOver() => _job?.HandOver();

    /// <summary>Takes what was computed for the rows filled last. Why the job ends with that; null when it goes on.</summary>
    public FinishReason? Advance(LlamaForward forward)
    {
        int position = Sequence.Length;
        int count = _rowCount;
        _rowCount = 0;
        Sequence.Length += count;
        _layers?.Add(forward.Clock!, isPrefill: position < _job!.PromptTokens);
        if (_timings.PrefillEnded == 0 && Sequence.Length >= _job!.PromptTokens)
        {
            _job.PrefillEndedTimestamp = Stopwatch.GetTimestamp();
            _timings = _timings with { PrefillEnded = _job.PrefillEndedTimestamp };
        }

        return _work!.Accept(forward, _firstRow, position, count);
    }

    /// <summary>Frees the slot and completes the job.</summary>
    public void Finish(FinishReason reason, Exception? error = null)
    {
        EngineJob job = _job!;
        _job = null;
        _rowCount = 0;
        Sequence.Length = 0;
        job.QueueRegistration.Dispose();
        GenerationTimings timings = _timings with { Finished = Stopwatch.GetTimestamp() };
        LayerTimings[]? layers = _layers?.ToTimings();
        try
        {
            _work!.Finish(reason, error, timings, layers);
        }
        catch (Exception failure) when (error is null)
        {
            _work!.Finish(FinishReason.Error, failure, timings, layers);
        }
    }

    public void Dispose() => Sequence.Dispose();
}
