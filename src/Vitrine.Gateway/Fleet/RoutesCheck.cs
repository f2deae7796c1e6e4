using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Gateway.Fleet;

/// <summary>Readiness: there is somewhere to go. Upstreams without documents make routes only once they have named their models.</summary>
internal sealed class RoutesCheck(FleetState fleet) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "routes";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(fleet.Current.Routes.Count > 0 ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, "There are no routes yet."));
}
