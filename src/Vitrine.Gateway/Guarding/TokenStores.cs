using System.Collections.Concurrent;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Guarding;

/// <summary>The store of each route's limits: this process, or the Redis that the route names, with this process in its place while it does not answer.</summary>
internal sealed class TokenStores(ITokenStore local, Func<string, ITokenStore> connect) : IDisposable
{
    private readonly ConcurrentDictionary<string, ITokenStore> _shared = new(StringComparer.Ordinal);

    /// <summary>The store of a route's limits. Stores are kept for the life of the gateway: addresses come from its own configuration.</summary>
    public ITokenStore Of(ModelRoute route) => route.RateLimit?.RedisAddress is { } address ? _shared.GetOrAdd(address, connect) : local;

    public void Dispose()
    {
        foreach (var store in _shared.Values.OfType<IDisposable>()) store.Dispose();
    }
}
