using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Health;

/// <summary>Readiness: the model's server can be reached. Where no model is configured, it is asked once which one is the default.</summary>
internal sealed class ModelEndpointCheck(UpstreamProbe probe, OfferedModels models) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "model_endpoint";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failure = await probe.AskAsync(cancellationToken);
        if (failure is null && models.Default.Length == 0) failure = await NoDefaultAsync(cancellationToken);
        return failure is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, failure.Message);
    }

    private async Task<AnswerFailure?> NoDefaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await models.ResolveAsync(named: null, cancellationToken);
            return null;
        }
        catch (FailedAnswerException e)
        {
            return e.Failure;
        }
    }
}
