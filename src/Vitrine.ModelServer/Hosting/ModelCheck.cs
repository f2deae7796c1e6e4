using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Hosting;

/// <summary>Readiness: a model is loaded. That the server is stopping is the SDK's own check.</summary>
internal sealed class ModelCheck(ModelShelf shelf) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "model";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(shelf.Loaded.Count > 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"The model is being loaded; {shelf.Progress:P0} is read."));
}
