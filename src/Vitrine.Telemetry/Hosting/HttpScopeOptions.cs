using Vitrine.Telemetry.Guards;

namespace Vitrine.Telemetry.Hosting;

/// <summary>How requests become <c>http</c> scopes.</summary>
public sealed class HttpScopeOptions
{
    /// <summary>
    /// Paths that open no scope and export no span: probes and scrapes. Compared without query and case; <c>/debug/*</c> stands for
    /// everything below. What <c>MapVitrineHealth</c>, <c>MapVitrineMetrics</c> and <c>MapVitrineDebug</c> serve is excluded by itself.
    /// </summary>
    public IList<string> ExcludedPaths { get; } = ["/metrics", "/health", "/healthz", "/livez", "/readyz"];

    /// <summary>Paths whose requests are counted and logged, and export no span whatever the caller's sampling says: what pages report of themselves. Written as <see cref="ExcludedPaths"/>.</summary>
    public IList<string> UntracedPaths { get; } = [];

    /// <summary>Excluded paths that want a key all the same, where <see cref="VitrineOptions.ApiKeys"/> are set: they show more than a probe does.</summary>
    public IList<string> GuardedPaths { get; } = [];

    /// <value>The header that carries the request id, read and answered. The default is <c>X-Request-ID</c>.</value>
    public string RequestIdHeader { get; set; } = "X-Request-ID";

    /// <value>Whether the answer carries the request id. The default is true.</value>
    public bool AnswerRequestId { get; set; } = true;

    /// <value>Writes the body of a refusal or of an unhandled error; the status is already set. The default is <see cref="Refusal.WriteJsonAsync"/>.</value>
    public Func<HttpContext, Refusal, Task> WriteRefusal { get; set; } = Refusal.WriteJsonAsync;
}
