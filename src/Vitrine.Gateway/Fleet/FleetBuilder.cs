using System.Net;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>Makes a snapshot of objects. Pods of the snapshot before live on, with all they know, where name, address and role stay.</summary>
internal static class FleetBuilder
{
    private static readonly Dictionary<string, string> s_noLabels = [];

    /// <summary>Builds. Pods of <paramref name="previous"/> that are gone begin to drain.</summary>
    /// <param name="objects">What is wanted.</param>
    /// <param name="addresses">The addresses last found for each DNS name.</param>
    /// <param name="previous">The snapshot in force.</param>
    public static FleetSnapshot Build(ObjectSet objects, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> addresses, FleetSnapshot previous)
    {
        var pods = new PodBook(previous);
        FleetServer[] servers = [.. objects.Servers.Select(server => new FleetServer(server, PodsOf(server, objects.Pods, addresses, pods)))];
        ModelRoute[] routes =
        [
            .. objects.Routes.OrderBy(route => route.CreatedAt ?? DateTimeOffset.MaxValue)
                .ThenBy(route => route.Id.Namespace, StringComparer.Ordinal).ThenBy(route => route.Id.Name, StringComparer.Ordinal),
        ];
        return new FleetSnapshot(routes, servers, pods.Leave());
    }

    private static List<Pod> PodsOf(ModelServer server, IReadOnlyList<PodObject> objects, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> addresses, PodBook book)
    {
        var pods = new List<Pod>();
        foreach (var endpoint in server.Endpoints) Add(endpoint.Name, endpoint.Address, endpoint.Role, new(endpoint.Metrics, endpoint.Labels, PodInfo.Running) { Key = endpoint.Key ?? server.Key });
        foreach (var pod in objects.Where(server.Selects))
            Add(pod.Id.Name, Address(server.Scheme, pod.Ip, server.Port ?? 0), null, new(null, pod.Labels, pod.Info) { Key = server.Key });
        if (server.Dns is { } dns && addresses.TryGetValue(dns.Name, out var found))
        {
            foreach (var ip in found.Select(ip => ip.ToString()))
                Add($"{server.Id.Name}-{EndpointNames.Of(ip)}", Address(dns.Scheme, ip, dns.Port), null, new(null, s_noLabels, PodInfo.Running) { Key = server.Key });
        }

        return pods;

        void Add(string name, Uri address, PodRole? role, PodDescription description)
        {
            var pod = book.Take(
                server.Id with { Name = name }, address, role ?? RoleOf(server.PdGroup, description.Labels),
                server.PdGroup is { } group ? description.Labels.GetValueOrDefault(group.GroupKey) : null, description);
            if (server.Engine != InferenceEngine.Unknown) pod.Engine = server.Engine;
            if (!pods.Contains(pod)) pods.Add(pod);
        }
    }

    private static PodRole RoleOf(PdGroup? group, IReadOnlyDictionary<string, string> labels) =>
        group is null ? PodRole.Aggregated
        : Labels.Include(labels, group.PrefillLabels) ? PodRole.Prefill
        : Labels.Include(labels, group.DecodeLabels) ? PodRole.Decode
        : PodRole.Aggregated;

    private static Uri Address(string scheme, string ip, int port) => new UriBuilder(scheme, ip, port).Uri;
}
