namespace Vitrine.Gateway.Objects;

/// <summary>Endpoints found by name: every address of it is a pod.</summary>
/// <param name="Name">The DNS name.</param>
/// <param name="Port">The port of each address.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Interval">Time between two look-ups.</param>
internal sealed record DnsDiscovery(string Name, int Port, string Scheme, TimeSpan Interval);
