using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Health;

/// <summary>Readiness: the model's server can be reached.</summary>
internal sealed class ModelEndpointCheck(UpstreamProbe probe) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "model_endpoint";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.AskAsync(cancellationToken) is { } failure ? new HealthCheckResult(context.Registration.FailureStatus, failure.Message) : HealthCheckResult.Healthy();
}
