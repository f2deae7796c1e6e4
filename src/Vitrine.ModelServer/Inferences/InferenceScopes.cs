using System.Diagnostics;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Models;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Inferences;

/// <summary>
/// Tells the story of one accepted inference: queue_wait, then generation > prefill, decode. The engine holds no scope; its timestamps come
/// here by value and become the bounds of the scopes, so spans, metrics and the client's usage show the same numbers.
/// </summary>
internal sealed class InferenceScopes(Operation inference, ILanguageModel engine, long queuedTimestamp) : IDisposable
{
    private readonly Operation _queueWait = inference.Begin(InferenceKinds.QueueWait, queuedTimestamp);
    private Operation? _generation;
    private Operation? _prefill;
    private Operation? _decode;
    private long _slotStarted;

    /// <summary>From the slot's start to the first token; zero before.</summary>
    public TimeSpan TimeToFirstToken { get; private set; }

    /// <summary>A slot began with the prompt.</summary>
    public void SlotStarted(in GenerationStart start)
    {
        _slotStarted = start.SlotStarted;
        _queueWait.End(Outcome.Ok, endTimestamp: start.SlotStarted);
        _generation = inference.Begin(InferenceKinds.Generation, start.SlotStarted).Set(ModelFacts.Slot, start.Slot);
        Count(_generation).Opened();
        _prefill = _generation.Begin(InferenceKinds.Prefill, start.PrefillStarted).Set(ModelFacts.PrefillKind, "text");
    }

    /// <summary>The first token was chosen. Only now the prompt's computation has a known end.</summary>
    public void FirstToken(long timestamp, long prefillEndedTimestamp)
    {
        TimeToFirstToken = Stopwatch.GetElapsedTime(_slotStarted, timestamp);
        inference.Set(GenAiFacts.TimeToFirstToken, TimeToFirstToken);
        inference.Set(GenAiFacts.RequestTimeToFirstToken, Stopwatch.GetElapsedTime(inference.Root.StartTimestamp, timestamp));
        _prefill?.End(Outcome.Ok, endTimestamp: prefillEndedTimestamp);
        _decode = _generation?.Begin(InferenceKinds.Decode, timestamp);
    }

    /// <summary>The slot is free again: everything that is open ends.</summary>
    public void Finished(Outcome outcome, in GenerationTimings timings)
    {
        if (!_queueWait.HasEnded) _queueWait.End(outcome, endTimestamp: timings.Finished);
        if (_prefill is { HasEnded: false }) _prefill.End(timings.PrefillEnded == 0 ? outcome : Outcome.Ok, endTimestamp: timings.PrefillEnded == 0 ? timings.Finished : timings.PrefillEnded);
        _decode?.End(outcome, endTimestamp: timings.LastToken);
        if (_generation is not null) Count(_generation).End(outcome, endTimestamp: timings.Finished);
    }

    /// <summary>What else goes on in the engine at this moment.</summary>
    private Operation Count(Operation generation)
    {
        var now = engine.Counters;
        return generation.Set(ModelFacts.ActiveStreams, now.Running).Set(ModelFacts.KvUsed, now.KvPositionsUsed);
    }

    public void Dispose()
    {
        _decode?.Dispose();
        _prefill?.Dispose();
        _generation?.Dispose();
        _queueWait.Dispose();
    }
}
