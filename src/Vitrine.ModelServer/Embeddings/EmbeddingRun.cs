using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Inferences;
using Vitrine.ModelServer.Models;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>
/// One job on its way through the engine. Each text takes a slot of its own; the job keeps just enough of them in the queue that no slot
/// waits for it, so that a long list leaves room for others. To its scopes the texts are one piece of work, from the first slot to the last vector.
/// </summary>
/// <remarks>One caller, one <see cref="ComputeAsync"/>. Disposing cancels what still runs.</remarks>
internal sealed class EmbeddingRun(InferencePass pass, Operation inference, EmbeddingJob job) : IDisposable
{
    private readonly int _window = 2 * pass.Model.Engine.Info.Slots;
    private readonly Queue<IEmbedding> _submitted = new();
    private readonly List<float[]> _vectors = new(job.Inputs.Count);
    private readonly LayerCosts _layers = new();
    private InferenceScopes? _scopes;
    private ApiError? _error;
    private GenerationTimings _timings;
    private int _next;
    private int _promptTokens;

    /// <summary>Computes the vectors, or says why there are none.</summary>
    /// <remarks>
    /// <list type="number">
    /// <item>The first texts are read and queued.</item>
    /// <item>The first slot begins.</item>
    /// <item>Each vector that comes lets another text into the queue; after a failure the rest is cancelled and waited for.</item>
    /// <item>The result becomes facts and ends the scopes.</item>
    /// </list>
    /// </remarks>
    public async Task<(EmbeddingVectors? Vectors, ApiError? Error)> ComputeAsync()
    {
        // Step 1: the queue.
        Prepare();
        if (_submitted.Count == 0)
        {
            InferenceFailure.EndUnstarted(inference, _error!);
            return (null, _error);
        }

        // Step 2: the slot.
        var first = _submitted.Peek();
        _scopes = new InferenceScopes(inference, pass.Model.Engine, first.QueuedTimestamp);
        if (await first.GetStartAsync() is { } start) _scopes.SlotStarted(start);

        // Step 3: the vectors.
        while (_submitted.TryDequeue(out var embedding))
        {
            Take(await embedding.GetResultAsync());
            Fill();
        }

        // Step 4: the result.
        var model = pass.Model.Name;
        pass.ReleaseModel();
        Conclude();
        return _error is null ? (new EmbeddingVectors(model, _vectors, _promptTokens), null) : (null, _error);
    }

    public void Dispose()
    {
        pass.Stop.Fire(StopReason.Failure);
        _scopes?.Dispose();
    }

    private void Prepare()
    {
        using var prepare = inference.Begin(InferenceKinds.Prepare);
        Fill();
        prepare.End(_submitted.Count > 0 ? Outcome.Ok : _error!.Code.Outcome);
    }

    /// <summary>Queues texts up to the window. A queue that others have filled is no failure while vectors of our own are to come.</summary>
    private void Fill()
    {
        while (_error is null && _next < job.Inputs.Count && _submitted.Count < _window)
        {
            if (pass.Model.Engine.TrySubmit(RequestOf(job.Inputs[_next]), out var embedding, out var refusal, pass.Stop.Token))
            {
                _submitted.Enqueue(embedding);
                _next++;
            }
            else if (refusal.Reason == RefusalReason.QueueFull && _submitted.Count > 0)
            {
                return;
            }
            else
            {
                Fail(InferenceFailure.Of(refusal, job.FieldOf(_next)), FailureClass.PreBatch);
            }
        }
    }

    private void Take(in EmbeddingResult result)
    {
        var timings = result.Timings;
        _timings = _timings.Queued == 0 ? timings : _timings with { PrefillEnded = Math.Max(_timings.PrefillEnded, timings.PrefillEnded), Finished = Math.Max(_timings.Finished, timings.Finished) };
        if (result.Values is { } vector) _vectors.Add(vector);
        _layers.Add(result.Layers);
        _promptTokens += result.PromptTokens;
        if (_error is null && InferenceFailure.Of(result.FinishReason, result.Error, pass.Stop.Reason) is { } error) Fail(error, InferenceFailure.ClassOf(result.FinishReason));
    }

    private void Fail(ApiError error, string failureClass)
    {
        _error = error;
        inference.Set(GenAiFacts.FailureClass, failureClass);
        pass.Stop.Fire(StopReason.Failure);
    }

    private void Conclude()
    {
        var outcome = _error?.Code.Outcome ?? Outcome.Ok;
        inference.Set(GenAiFacts.InputTokens, _promptTokens);
        _layers.Describe(inference);
        _scopes!.Finished(outcome, _timings);
        inference.End(outcome, _error?.Code.Name, _error?.Detail ?? _error?.Message);
    }

    private static EmbeddingRequest RequestOf(TextInput input) => input.Text is { } text ? EmbeddingRequest.FromText(text) : EmbeddingRequest.FromTokens(input.Tokens!);
}
