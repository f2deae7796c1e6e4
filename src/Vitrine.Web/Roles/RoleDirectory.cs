using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Web.Roles;

/// <summary>Every role that the console shows, itself the last. Its own addresses are known once it listens, which is before anybody can ask.</summary>
internal sealed class RoleDirectory(WebOptions options, VitrineOptions telemetry, IServer server, DebugListener debug)
{
    /// <summary>The console's own name among the roles.</summary>
    public const string OwnName = "web";

    private readonly Lazy<IReadOnlyList<RoleTarget>> _all = new(() => debug.Addresses.Count == 0 ? options.Roles : [.. options.Roles, new RoleTarget(
        OwnName,
        telemetry.Packs[0],
        Reachable(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        Reachable(debug.Addresses.First()),
        "/readiness")
    {
        Key = options.OwnKey,
    }]);

    /// <summary>All roles in the order of their start.</summary>
    public IReadOnlyList<RoleTarget> All => _all.Value;

    /// <summary>The role of a name, or null.</summary>
    public RoleTarget? Find(string name) => All.FirstOrDefault(role => role.Name == name);

    // A listener on every address answers on this machine's own.
    private static Uri Reachable(string address)
    {
        var url = new Uri(address);
        return IPAddress.TryParse(url.Host.Trim('[', ']'), out var host) && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any)) ? new UriBuilder(url) { Host = "localhost" }.Uri : url;
    }
}
