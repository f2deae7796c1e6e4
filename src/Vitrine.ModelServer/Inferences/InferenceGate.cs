using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Hosting;
using Vitrine.ModelServer.Models;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Inferences;

/// <summary>Where every inference enters: the server is not stopping, the model is there, and somebody can stop it.</summary>
internal sealed class InferenceGate(ModelPool pool, StopGate gate, ModelServerOptions options, TimeProvider clock)
{
    /// <summary>Lets an inference in, or says why not.</summary>
    /// <param name="inference">Its scope.</param>
    /// <param name="model">The model it asks for.</param>
    /// <param name="clientLeft">Fires when nobody waits any more.</param>
    public async ValueTask<(InferencePass? Pass, ApiError? Error)> EnterAsync(Operation inference, string model, CancellationToken clientLeft)
    {
        if (gate.IsStopping) return (null, new ApiError(ErrorCode.Unavailable, "The server is shutting down."));
        var (lease, refused) = await pool.AcquireAsync(model, inference, clientLeft);
        if (lease is null) return (null, refused);
        inference.Set(GenAiFacts.ResponseModel, lease.Model.Name);
        return (new InferencePass(lease, new WorkStop(clientLeft, gate.StreamsEnd, options.RequestTimeout, clock)), null);
    }
}
