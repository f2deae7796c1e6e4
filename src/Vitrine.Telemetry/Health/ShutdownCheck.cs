using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Telemetry.Health;

/// <summary>Takes the service out of rotation as soon as it begins to stop, while it still finishes what it has.</summary>
internal sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "shutdown";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? new HealthCheckResult(context.Registration.FailureStatus, "The service is stopping.")
            : HealthCheckResult.Healthy());
}
