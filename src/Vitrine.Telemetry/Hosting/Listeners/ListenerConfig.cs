using Vitrine.Telemetry.Guards;

namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>An address that is listened on.</summary>
public sealed record ListenerConfig
{
    /// <value><c>localhost</c> (both loopback addresses), <c>*</c> (every address), or an IP address. The default is <c>localhost</c>.</value>
    public string Host { get; init; } = "localhost";

    /// <value>The port; 0 lets the system choose, on 127.0.0.1 when the host is <c>localhost</c>.</value>
    public required int Port { get; init; }

    /// <value>The certificate, or null for plain HTTP.</value>
    public TlsConfig? Tls { get; init; }

    /// <value>Keys that callers must present, or null. Acts on the debug listener; the API's keys are <see cref="VitrineOptions.ApiKeys"/>.</value>
    public ApiKeys? ApiKeys { get; init; }

    /// <value>What one connection and one request may take.</value>
    public ListenerLimits Limits { get; init; } = new();

    /// <value>What to do about a taken port, the last sentence of the error.</value>
    public string Remedy { get; init; } = "Stop it, or choose another port.";

    /// <summary>The address as a URL, for people.</summary>
    public override string ToString() => $"{(Tls is null ? "http" : "https")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}
