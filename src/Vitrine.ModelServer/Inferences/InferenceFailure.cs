using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Inferences;

/// <summary>Why an inference came to nothing: in the words of its client, and in those of its scope.</summary>
internal static class InferenceFailure
{
    /// <summary>What a client is told whose request the engine did not take.</summary>
    /// <param name="refusal">The engine's reason.</param>
    /// <param name="field">The field of the request that holds the text.</param>
    public static ApiError Of(SubmitRefusal refusal, string field) => refusal.Reason switch
    {
        RefusalReason.QueueFull => new ApiError(ErrorCode.Unavailable, $"The server is busy: {refusal.Message}. Try again later."),
        RefusalReason.EngineStopped => new ApiError(ErrorCode.Unavailable, "The server is shutting down."),
        RefusalReason.InvalidOptions => new ApiError(ErrorCode.InvalidArgument, string.Join("; ", refusal.InvalidValues.Select(invalid => $"{invalid.Name} is {invalid.Value}, accepted is {invalid.Accepted}")) + "."),
        RefusalReason.PromptTooLong => new ApiError(ErrorCode.OutOfRange, $"{field} cannot be used: {refusal.Message}."),
        _ => new ApiError(ErrorCode.InvalidArgument, $"{field} cannot be used: {refusal.Message}."),
    };

    /// <summary>What a client is told whose request the engine took and did not finish; null when it did.</summary>
    /// <param name="reason">How the engine ended it.</param>
    /// <param name="error">The engine's failure, or null.</param>
    /// <param name="stop">What stopped it from outside, if anything.</param>
    public static ApiError? Of(FinishReason reason, Exception? error, StopReason stop) => reason switch
    {
        FinishReason.Error => new ApiError(ErrorCode.Internal, "The model failed to answer. The request id finds the reason in the log.") { Detail = error?.Message },
        FinishReason.Preempted => new ApiError(ErrorCode.Unavailable with { Outcome = Outcome.Error }, "Others waited too long for this answer's slot; it is not complete. Try again later."),
        FinishReason.Cancelled when stop == StopReason.ClientLeft => new ApiError(ErrorCode.Canceled, "The client left."),
        FinishReason.Cancelled when stop == StopReason.Deadline => new ApiError(ErrorCode.DeadlineExceeded, "The answer took longer than this server allows."),
        FinishReason.Cancelled => new ApiError(ErrorCode.Unavailable with { Outcome = Outcome.Error }, "The server is shutting down; the answer is not complete."),
        _ => null,
    };

    /// <summary>Ends the scope of an inference that no slot began with.</summary>
    public static void EndUnstarted(Operation inference, ApiError error) => EndUnstarted(inference, error.Code.Outcome, error.Code.Name, error.Detail ?? error.Message);

    /// <summary>Ends the scope of an inference that hit a defect before a slot began with it.</summary>
    public static void EndUnstarted(Operation inference, Exception defect) => EndUnstarted(inference, Outcome.Error, defect.GetType().Name, defect.Message);

    /// <summary>Where an inference failed that the engine took.</summary>
    public static string ClassOf(FinishReason reason) => reason == FinishReason.Cancelled ? FailureClass.ContextCancelled : FailureClass.ActiveSlot;

    private static void EndUnstarted(Operation inference, Outcome outcome, string errorType, string message)
    {
        inference.Set(GenAiFacts.FinishReason, "error").Set(GenAiFacts.FailureClass, outcome == Outcome.Cancelled ? FailureClass.ContextCancelled : FailureClass.PreBatch);
        inference.End(outcome, errorType, message);
    }
}
