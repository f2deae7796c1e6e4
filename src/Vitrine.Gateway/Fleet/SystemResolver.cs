using System.Net;

namespace Vitrine.Gateway.Fleet;

/// <summary>Looks names up as the machine does.</summary>
internal sealed class SystemResolver : IHostResolver
{
    /// <inheritdoc/>
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(name, cancellationToken);
}
