using System.Net;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>
/// Puts the fleet together from its sources: the folder's objects, those of upstreams named on the command line, the addresses of DNS names.
/// Whoever has news tells it; it builds a snapshot and swaps it. Thread-safe; requests never wait for it.
/// </summary>
internal sealed class FleetAssembler(FleetState state)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<IPAddress>> _addresses = new(StringComparer.Ordinal);
    private ObjectSet _folder = ObjectSet.Empty;
    private ObjectSet _upstreams = ObjectSet.Empty;

    /// <summary>Fires after a change of the objects, outside the lock.</summary>
    public event Action? Changed;

    /// <summary>The objects in force, of all sources.</summary>
    public ObjectSet Objects
    {
        get
        {
            lock (_lock) return _folder.With(_upstreams);
        }
    }

    /// <summary>Takes the objects of the folder in place of those it had.</summary>
    public void SetFolder(ObjectSet objects)
    {
        lock (_lock)
        {
            _folder = objects;
            Assemble();
        }

        Changed?.Invoke();
    }

    /// <summary>Takes the objects that stand for upstreams in place of those it had.</summary>
    public void SetUpstreams(ObjectSet objects)
    {
        lock (_lock)
        {
            _upstreams = objects;
            Assemble();
        }

        Changed?.Invoke();
    }

    /// <summary>Takes the addresses of a DNS name; the same as before change nothing.</summary>
    public void SetAddresses(string name, IReadOnlyList<IPAddress> addresses)
    {
        lock (_lock)
        {
            if (_addresses.TryGetValue(name, out var before) && before.SequenceEqual(addresses)) return;
            _addresses[name] = addresses;
            Assemble();
        }
    }

    private void Assemble() => state.Swap(FleetBuilder.Build(_folder.With(_upstreams), _addresses, state.Current));
}
