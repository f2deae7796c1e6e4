using System.Collections.Concurrent;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Guarding;

/// <summary>
/// The store of each route's limits: this process, or the Redis that the route names, with this process in its place while it does not answer.
/// A Redis is connected when the configuration names it, and asked again at every change; nobody waits for that.
/// </summary>
internal sealed class TokenStores(FleetAssembler fleet, ITokenStore local, Func<string, RedisTokenStore> make) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, RedisTokenStore> _shared = new(StringComparer.Ordinal);

    /// <summary>The store of a route's limits. Stores are kept for the life of the gateway: addresses come from its own configuration.</summary>
    public ITokenStore Of(ModelRoute route) => route.RateLimit?.RedisAddress is { } address ? SharedAt(address) : local;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        fleet.Changed += Connect;
        Connect();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        fleet.Changed -= Connect;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var store in _shared.Values) store.Dispose();
    }

    private void Connect()
    {
        foreach (var address in fleet.Objects.Routes.Select(static route => route.RateLimit?.RedisAddress).OfType<string>().Distinct(StringComparer.Ordinal)) SharedAt(address).Connect();
    }

    private RedisTokenStore SharedAt(string address) => _shared.GetOrAdd(address, make);
}
