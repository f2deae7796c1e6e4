using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Inferences;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>Takes a checked request as far as the engine's queue. It knows nothing of HTTP but the scope it happens in.</summary>
internal sealed class AnswerService(InferenceGate gate, ModelServerOptions options, TimeProvider clock)
{
    /// <summary>Starts an answer, or says why there is none.</summary>
    /// <param name="http">The request's scope; the inference becomes its child.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="clientLeft">Fires when nobody waits any more.</param>
    public async Task<(AnswerRun? Run, ApiError? Error)> StartAsync(Operation http, AnswerRequest request, CancellationToken clientLeft)
    {
        var inference = Begin(http, request);
        InferencePass? pass = null;
        try
        {
            (pass, var error) = await gate.EnterAsync(inference, request.Model, clientLeft);
            (var run, error) = pass is null ? (null, error) : Submit(pass, inference, request);
            if (run is not null) return (run, null);
            InferenceFailure.EndUnstarted(inference, error!);
            Release(inference, pass);
            return (null, error);
        }
        catch (Exception e)
        {
            InferenceFailure.EndUnstarted(inference, e);
            Release(inference, pass);
            throw;
        }
    }

    private static void Release(Operation inference, InferencePass? pass)
    {
        inference.Dispose();
        pass?.Dispose();
    }

    private Operation Begin(Operation http, AnswerRequest request)
    {
        var inference = http.Begin(InferenceKinds.Inference)
            .Set(GenAiFacts.OperationName, request.Format.Operation)
            .Set(GenAiFacts.RequestModel, request.Model)
            .Set(GenAiFacts.ResponseId, request.Format.IdPrefix + Guid.NewGuid())
            .Set(GenAiFacts.Stream, request.Stream)
            .Set(GenAiFacts.Temperature, request.Sampling.Temperature)
            .Set(GenAiFacts.RequestParameters, AnswerLog.Parameters(request));
        if (request.Sampling.MaxTokens is { } limit) inference.Set(GenAiFacts.MaxTokens, limit);
        if (options.InsecureLogging) inference.Set(GenAiFacts.InputMessages, AnswerLog.Content(request.Prompt));
        return inference.Opened();
    }

    /// <summary>Makes the prompt and queues it. The engine does both in one call; its timestamp tells where one ended and the other began.</summary>
    private (AnswerRun?, ApiError?) Submit(InferencePass pass, Operation inference, AnswerRequest request)
    {
        using var prepare = inference.Begin(InferenceKinds.Prepare);
        using var prompt = prepare.Begin(InferenceKinds.Prompt).Set(ModelFacts.BatchSize, pass.Model.Engine.Info.BatchSize);
        if (pass.Model.Engine.TrySubmit(request.Prompt, out var generation, out var refusal, pass.Stop.Token))
        {
            inference.Set(GenAiFacts.InputTokens, generation.PromptTokens).Set(GenAiFacts.CachedTokens, 0);
            prompt.End(Outcome.Ok, endTimestamp: generation.QueuedTimestamp);
            prepare.End(Outcome.Ok, endTimestamp: generation.QueuedTimestamp);
            var head = new AnswerHead(inference.Get(GenAiFacts.ResponseId)!, pass.Model.Name, clock.GetUtcNow().ToUnixTimeSeconds());
            return (new AnswerRun(head, pass, inference, generation, new KeepAliveClock(options.KeepAlive, clock), options.InsecureLogging), null);
        }

        var error = InferenceFailure.Of(refusal, request.Format.PromptField);
        prompt.End(refusal.Reason is RefusalReason.QueueFull or RefusalReason.EngineStopped ? Outcome.Ok : error.Code.Outcome);
        prepare.End(error.Code.Outcome);
        return (null, error);
    }
}
