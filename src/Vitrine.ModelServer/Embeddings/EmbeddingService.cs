using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Inferences;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>Gets vectors for texts. It knows nothing of HTTP but the scope it happens in.</summary>
internal sealed class EmbeddingService(InferenceGate gate, ModelServerOptions options)
{
    /// <summary>Computes the vectors, or says why there are none.</summary>
    /// <param name="http">The request's scope; the inference becomes its child, and has ended when this returns.</param>
    /// <param name="job">The texts.</param>
    /// <param name="clientLeft">Fires when nobody waits any more.</param>
    public async Task<(EmbeddingVectors? Vectors, ApiError? Error)> EmbedAsync(Operation http, EmbeddingJob job, CancellationToken clientLeft)
    {
        using var inference = Begin(http, job);
        InferencePass? pass = null;
        try
        {
            (pass, var error) = await gate.EnterAsync(inference, job.Model, clientLeft);
            error ??= CheckDimensions(pass!, job);
            if (error is null)
            {
                using var run = new EmbeddingRun(pass!, inference, job);
                return await run.ComputeAsync();
            }

            InferenceFailure.EndUnstarted(inference, error);
            return (null, error);
        }
        catch (Exception e)
        {
            if (!inference.HasEnded) InferenceFailure.EndUnstarted(inference, e);
            throw;
        }
        finally
        {
            pass?.Dispose();
        }
    }

    private Operation Begin(Operation http, EmbeddingJob job)
    {
        var inference = http.Begin(InferenceKinds.Inference)
            .Set(GenAiFacts.OperationName, job.Operation)
            .Set(GenAiFacts.RequestModel, job.Model)
            .Set(GenAiFacts.Inputs, job.Inputs.Count)
            .Set(GenAiFacts.RequestParameters, job.Parameters);
        if (options.InsecureLogging) inference.Set(GenAiFacts.InputMessages, string.Join('\n', job.Inputs.Select(input => input.ForLog)));
        return inference.Opened();
    }

    private static ApiError? CheckDimensions(InferencePass pass, EmbeddingJob job)
    {
        var length = pass.Model.Engine.Info.EmbeddingLength;
        return job.Dimensions is { } wanted && wanted != length
            ? new ApiError(ErrorCode.InvalidArgument, $"dimensions is {wanted}, accepted is {length}: vectors of this model are not shortened.")
            : null;
    }
}
