using Vitrine.ModelServer.Models;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.ModelServer.Inferences;

/// <summary>The right of one inference to use a model, and what may end it early.</summary>
internal sealed class InferencePass(ModelLease lease, WorkStop stop) : IDisposable
{
    /// <summary>The model; not to be touched after <see cref="ReleaseModel"/>.</summary>
    public LoadedModel Model => lease.Model;

    /// <summary>What may end the inference early.</summary>
    public WorkStop Stop => stop;

    /// <summary>Gives the model back as soon as it has done its work: whoever has read the answer finds it free.</summary>
    public void ReleaseModel() => lease.Dispose();

    public void Dispose()
    {
        stop.Dispose();
        lease.Dispose();
    }
}
