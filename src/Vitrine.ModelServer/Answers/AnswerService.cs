using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Hosting;
using Vitrine.ModelServer.Models;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>Takes a checked request as far as the engine's queue. It knows nothing of HTTP but the scope it happens in.</summary>
internal sealed class AnswerService(ModelPool pool, StopGate gate, ModelServerOptions options, TimeProvider clock)
{
    /// <summary>Starts an answer, or says why there is none.</summary>
    /// <param name="http">The request's scope; the inference becomes its child.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="clientLeft">Fires when nobody waits any more.</param>
    public async Task<(AnswerRun? Run, ApiError? Error)> StartAsync(Operation http, AnswerRequest request, CancellationToken clientLeft)
    {
        var inference = Begin(http, request);
        try
        {
            var (run, error) = await TryStartAsync(inference, request, clientLeft);
            if (run is not null) return (run, null);
            Fail(inference, error!.Code.Outcome, error.Code.Name, error.Message);
            return (null, error);
        }
        catch (Exception e)
        {
            Fail(inference, Outcome.Error, e.GetType().Name, e.Message);
            throw;
        }
    }

    private static void Fail(Operation inference, Outcome outcome, string errorType, string message)
    {
        inference.Set(GenAiFacts.FinishReason, "error").End(outcome, errorType, message);
        inference.Dispose();
    }

    private async Task<(AnswerRun?, ApiError?)> TryStartAsync(Operation inference, AnswerRequest request, CancellationToken clientLeft)
    {
        if (gate.IsStopping) return (null, new ApiError(ErrorCode.Unavailable, "The server is shutting down."));
        var (lease, refused) = await pool.AcquireAsync(request.Model, inference, clientLeft);
        if (lease is null) return (null, refused);
        var model = lease.Model;
        inference.Set(GenAiFacts.ResponseModel, model.Name);

        var stop = new GenerationStop(clientLeft, gate.StreamsEnd, options.RequestTimeout, clock);
        try
        {
            var (generation, error) = Submit(model, inference, request, stop.Token);
            if (generation is not null)
            {
                var head = new AnswerHead(inference.Get(GenAiFacts.ResponseId)!, model.Name, clock.GetUtcNow().ToUnixTimeSeconds());
                return (new AnswerRun(head, lease, inference, generation, stop, new KeepAliveClock(options.KeepAlive, clock), options.InsecureLogging), null);
            }

            Release(lease, stop);
            return (null, error);
        }
        catch
        {
            Release(lease, stop);
            throw;
        }
    }

    private static void Release(ModelLease lease, GenerationStop stop)
    {
        stop.Dispose();
        lease.Dispose();
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
    private static (IGeneration?, ApiError?) Submit(LoadedModel model, Operation inference, AnswerRequest request, CancellationToken stop)
    {
        using var prepare = inference.Begin(InferenceKinds.Prepare);
        using var prompt = prepare.Begin(InferenceKinds.Prompt);
        if (model.Engine.TrySubmit(request.Prompt, out var generation, out var refusal, stop))
        {
            inference.Set(GenAiFacts.InputTokens, generation.PromptTokens).Set(GenAiFacts.CachedTokens, 0);
            prompt.End(Outcome.Ok, endTimestamp: generation.QueuedTimestamp);
            prepare.End(Outcome.Ok, endTimestamp: generation.QueuedTimestamp);
            return (generation, null);
        }

        var error = ErrorOf(refusal, request.Format.PromptField);
        prompt.End(refusal.Reason is RefusalReason.QueueFull or RefusalReason.EngineStopped ? Outcome.Ok : error.Code.Outcome);
        prepare.End(error.Code.Outcome);
        return (null, error);
    }

    private static ApiError ErrorOf(SubmitRefusal refusal, string field) => refusal.Reason switch
    {
        RefusalReason.QueueFull => new ApiError(ErrorCode.Unavailable, $"The server is busy: {refusal.Message}. Try again later."),
        RefusalReason.EngineStopped => new ApiError(ErrorCode.Unavailable, "The server is shutting down."),
        RefusalReason.PromptTooLong => new ApiError(ErrorCode.OutOfRange, $"{field} cannot be answered: {refusal.Message}."),
        RefusalReason.InvalidOptions => new ApiError(ErrorCode.InvalidArgument, string.Join("; ", refusal.InvalidValues.Select(invalid => $"{invalid.Name} is {invalid.Value}, accepted is {invalid.Accepted}")) + "."),
        _ => new ApiError(ErrorCode.InvalidArgument, $"{field} cannot be answered: {refusal.Message}."),
    };
}
