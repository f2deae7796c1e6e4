using System.Net;

namespace Vitrine.Gateway.Fleet;

/// <summary>Looks up host names.</summary>
internal interface IHostResolver
{
    /// <summary>The addresses of a name. Throws <see cref="System.Net.Sockets.SocketException"/> when there is none.</summary>
    Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken);
}
