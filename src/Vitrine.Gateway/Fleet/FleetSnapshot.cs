using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>All that requests are routed by, resolved and immutable. A reload swaps it whole; a request keeps the one it began with.</summary>
internal sealed class FleetSnapshot
{
    /// <summary>Nothing to route to.</summary>
    public static readonly FleetSnapshot Empty = new([], []);

    private readonly Dictionary<string, ModelRoute[]> _byModel;
    private readonly Dictionary<string, ModelRoute[]> _byLora;
    private readonly Dictionary<ObjectName, FleetServer> _servers;
    private readonly IReadOnlyList<Pod> _left;

    /// <summary>Takes routes, oldest first, servers, and pods that left and may still answer requests.</summary>
    public FleetSnapshot(IReadOnlyList<ModelRoute> routes, IReadOnlyList<FleetServer> servers, IReadOnlyList<Pod>? left = null)
    {
        _left = left ?? [];
        Pods = [.. servers.SelectMany(server => server.Pods).Distinct().OrderBy(pod => pod.Id.Namespace, StringComparer.Ordinal).ThenBy(pod => pod.Id.Name, StringComparer.Ordinal)];
        Routes = routes;
        Servers = servers;
        _servers = servers.ToDictionary(server => server.Server.Id);
        _byModel = routes.Where(route => route.ModelName is not null).GroupBy(route => route.ModelName!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _byLora = routes.SelectMany(route => route.LoraAdapters.Distinct(StringComparer.Ordinal), (route, lora) => (route, lora)).GroupBy(pair => pair.lora, pair => pair.route, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        ModelNames = [.. _byModel.Keys.Union(_byLora.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The routes, oldest first.</summary>
    public IReadOnlyList<ModelRoute> Routes { get; }

    /// <summary>The model servers with their pods.</summary>
    public IReadOnlyList<FleetServer> Servers { get; }

    /// <summary>Every pod once, by name, also when it serves several model servers.</summary>
    public IReadOnlyList<Pod> Pods { get; }

    /// <summary>Pods that left the configuration and still answer requests; forgotten when the last of these is done.</summary>
    public IEnumerable<Pod> Draining => _left.Where(pod => pod.OnFlight > 0);

    /// <summary>Every name a client may ask for, models and LoRA adapters, sorted.</summary>
    public IReadOnlyList<string> ModelNames { get; }

    /// <summary>
    /// The routes of a name, oldest first, and whether it is a LoRA adapter's; models win over adapters. A request that names no model goes to the
    /// only route there is.
    /// </summary>
    public (IReadOnlyList<ModelRoute> Routes, bool IsLora) Find(string model) =>
        model.Length == 0 ? (Routes.Count == 1 ? Routes : [], false) : _byModel.TryGetValue(model, out var routes) ? (routes, false) : _byLora.TryGetValue(model, out routes) ? (routes, true) : ([], false);

    /// <summary>A model server by name, or null.</summary>
    public FleetServer? FindServer(ObjectName id) => _servers.GetValueOrDefault(id);
}
