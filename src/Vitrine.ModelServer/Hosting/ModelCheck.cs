using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Hosting;

/// <summary>Readiness: the model of <c>--model</c> has been loaded, or there is a folder to load models from. That the server is stopping is the SDK's own check.</summary>
internal sealed class ModelCheck(PoolHost pool) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "model";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(pool.NotReady is { } reason ? new HealthCheckResult(context.Registration.FailureStatus, reason) : HealthCheckResult.Healthy());
}
