using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Hosting;

namespace Vitrine.Ledger.Status;

/// <summary>Readiness: the own copy is there and consensus stands. A standby is ready, for reads. That the node stops is the SDK's own check.</summary>
internal sealed class ReplicaCheck(EngineHost host, ILogEngine engine) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "replica";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if ((engine.Damage ?? host.Failure) is LogDamageException damage)
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, damage.Refusal().Message));
        var status = StatusPage.StatusOf(host, engine);
        return Task.FromResult(status is ReplicaStatus.Normal or ReplicaStatus.Standby
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"The replica is in {StatusPage.NameOf(status)}."));
    }
}
