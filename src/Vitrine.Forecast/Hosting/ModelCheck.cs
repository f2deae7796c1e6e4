using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Forecast.Hosting;

/// <summary>Readiness: the model is there. That the service is stopping is the SDK's own check.</summary>
internal sealed class ModelCheck(ModelHost model) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "model";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(model.Forecaster is null ? new HealthCheckResult(context.Registration.FailureStatus, "The model is loading.") : HealthCheckResult.Healthy());
}
