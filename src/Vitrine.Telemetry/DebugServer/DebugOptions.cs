using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>Where metrics and debug pages are served.</summary>
public sealed class DebugOptions
{
    /// <summary>OpenTelemetry's default port for a Prometheus page.</summary>
    public const int DefaultPort = 9464;

    /// <value>
    /// The listener of its own: loopback, port OTEL_EXPORTER_PROMETHEUS_PORT or 9464, unless set. Null opens none; then
    /// <c>app.MapVitrineDebug()</c> serves the same pages on the API's port.
    /// </value>
    public ListenerConfig? Listener { get; set; } = new() { Port = PortFromEnvironment(), Remedy = "Stop it, or set o.Debug.Listener or OTEL_EXPORTER_PROMETHEUS_PORT." };

    /// <value>Path of the page of metrics, or null for none. The default is <c>/metrics</c>.</value>
    public string? MetricsPath { get; set; } = "/metrics";

    /// <value>Health paths of the debug listener, or null for none. The defaults are <c>/livez</c> and <c>/readyz</c>.</value>
    public HealthEndpointOptions? Health { get; set; } = new();

    /// <value>More pages of this service, besides those of every registered <see cref="IDebugPages"/>.</value>
    public IList<IDebugPages> Pages { get; } = [];

    private static int PortFromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("OTEL_EXPORTER_PROMETHEUS_PORT"), out var port) && port is >= 0 and <= 65535 ? port : DefaultPort;
}
