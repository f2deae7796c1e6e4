using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Gateway.Polling;

/// <summary>Readiness: every pod was asked for its load once, so that the first requests are not placed blindly.</summary>
internal sealed class FirstPollCheck(PodPoller poller) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "pods";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(poller.FirstRound.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "The first round of polling is not over."));
}
