using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;

namespace Vitrine.Telemetry.Export;

/// <summary>
/// How the exporters of one service talk to collectors: their HTTP clients measure into a factory of their own, so that telemetry's own
/// requests never appear among the service's, and carry no trace context.
/// </summary>
internal sealed class OtlpConnection : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    /// <summary>The SDK's options for one signal. Everything is set, so that the process's environment decides nothing behind our back.</summary>
    public OtlpExporterOptions Options(SignalSettings signal) => new()
    {
        Endpoint = signal.Endpoint,
        Protocol = signal.Transport == OtlpTransport.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Headers = signal.Headers ?? "",
        TimeoutMilliseconds = (int)signal.Timeout.TotalMilliseconds,
        Compression = signal.Compressed ? OtlpExportCompression.GZip : OtlpExportCompression.None,
        HttpClientFactory = () => Client(signal.Timeout),
    };

    /// <inheritdoc/>
    public void Dispose() => _meters.Dispose();

    private HttpClient Client(TimeSpan timeout) => new(new SocketsHttpHandler
    {
        MeterFactory = _meters.GetRequiredService<IMeterFactory>(),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = timeout,
    };
}
