using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Gateway.Fleet;

/// <summary>
/// Readiness: of the upstreams on the command line one has named its models. Before that every request would be answered as if nobody knew its
/// model; afterwards an upstream that falls silent changes nothing here, because its requests fail with their own reason.
/// </summary>
internal sealed class UpstreamCheck(UpstreamWatch watch) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "upstreams";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var isReady = watch.Known.Count == 0 || watch.Known.Any(static status => status.Models.Count > 0);
        return Task.FromResult(isReady ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, "No upstream has named a model yet."));
    }
}
