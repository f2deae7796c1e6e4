namespace Vitrine.Telemetry.Health;

/// <summary>Where a service's health is asked, and how it answers. The checks are ASP.NET Core's: <c>services.AddHealthChecks().AddCheck(…)</c>.</summary>
public sealed class HealthEndpointOptions
{
    /// <summary>The tag of checks that liveness runs. Few checks deserve it: a failure gets the process killed.</summary>
    public const string LiveTag = "live";

    /// <summary>The tag of checks that readiness runs; checks without any tag count as such.</summary>
    public const string ReadyTag = "ready";

    /// <value>The path that says the process lives, or null for none. The default is <c>/livez</c>.</value>
    public string? LivenessPath { get; set; } = "/livez";

    /// <value>The path that says whether to send requests, or null for none. The default is <c>/readyz</c>.</value>
    public string? ReadinessPath { get; set; } = "/readyz";

    /// <value>Whether liveness is 503 too while the service stops. The default is false: being stopped is no reason to be killed.</value>
    public bool LivenessEndsAtShutdown { get; set; }

    /// <value>The status of a failed readiness. The default is 503; a document may insist on 200 and let the body speak.</value>
    public int NotReadyStatus { get; set; } = StatusCodes.Status503ServiceUnavailable;

    /// <value>Writes the body of liveness; the status is set already. The default is <c>{"status":"ok"}</c>.</value>
    public HealthBody WriteLiveness { get; set; } = HealthBodies.WriteAsync;

    /// <value>Writes the body of readiness; the status is set already. The default is <c>{"status":"ok"}</c>, with the failed checks when it is not.</value>
    public HealthBody WriteReadiness { get; set; } = HealthBodies.WriteAsync;
}
