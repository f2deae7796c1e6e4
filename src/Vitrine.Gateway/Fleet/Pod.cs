using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>
/// One endpoint of a model server, live: what it said of itself, what this gateway has there, whether it may be chosen. It outlives reloads of
/// the configuration as long as its name, address and role stay. Thread-safe.
/// </summary>
internal sealed class Pod(ObjectName id, Uri address, Uri? metrics, PodRole role, string? group, IReadOnlyDictionary<string, string> labels)
{
    /// <summary>Paths whose addresses are kept: the API has four, and slashes behind them make others.</summary>
    private const int MostPaths = 16;

    private static int s_created;
    private readonly ConcurrentDictionary<string, Uri> _uris = new(StringComparer.Ordinal);
    private PodDescription _description = new(metrics, labels, PodInfo.Running);
    private PodLoad _load = PodLoad.None;
    private int _onFlight;
    private long _ejectedUntil;
    private int _failuresInARow;
    private long _promptBlocks;
    private volatile bool _draining;

    /// <summary>A number that no other pod of this process has, from 1; what refers to many pods in little memory uses it.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_created);

    /// <summary>The model server's namespace and the pod's name.</summary>
    public ObjectName Id => id;

    /// <summary>Scheme and authority of its API.</summary>
    public Uri Address => address;

    /// <summary>The address of one of the API's paths, made once: an address is dear to read and to look up.</summary>
    public Uri UriOf(string path)
    {
        if (_uris.TryGetValue(path, out var known)) return known;
        var made = new Uri(address, new PathString(path).ToUriComponent());
        if (_uris.Count < MostPaths) _uris.TryAdd(path, made);
        return made;
    }

    /// <summary>Where its metrics stand, when the document says so; null for <c>/metrics</c> of the address.</summary>
    public Uri? Metrics => Description.Metrics;

    /// <summary>What it does of a request.</summary>
    public PodRole Role => role;

    /// <summary>The value of the group label, which prefill and decode pods of a pair share; null when aggregated.</summary>
    public string? Group => group;

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => Description.Labels;

    /// <summary>What the configuration says of it besides; a reload swaps it whole.</summary>
    public PodDescription Description
    {
        get => Volatile.Read(ref _description);
        set => Volatile.Write(ref _description, value);
    }

    /// <summary>What it last said of itself; set by the poller.</summary>
    public PodLoad Load
    {
        get => Volatile.Read(ref _load);
        set => Volatile.Write(ref _load, value);
    }

    /// <summary>What runs in it: what its document says, or what its metrics were recognised as.</summary>
    public InferenceEngine Engine { get; set; } = InferenceEngine.Unknown;

    /// <summary>Attempts of this gateway that run in it now.</summary>
    public int OnFlight => Volatile.Read(ref _onFlight);

    /// <summary>Whether it gets no new requests, for example because it left the configuration while it still answers some.</summary>
    public bool IsDraining
    {
        get => _draining;
        set => _draining = value;
    }

    /// <summary>Whether failures in a row keep it out of the choice until <paramref name="now"/>, a <see cref="TimeProvider.GetTimestamp"/>, has passed.</summary>
    public bool IsEjected(long now) => Volatile.Read(ref _ejectedUntil) > now;

    /// <summary>Keeps it out of the choice until a timestamp; 0 lets it in at once.</summary>
    public void EjectUntil(long timestamp) => Volatile.Write(ref _ejectedUntil, timestamp);

    /// <summary>Counts a failed attempt; how many failed since the last success.</summary>
    public int CountFailure() => Interlocked.Increment(ref _failuresInARow);

    /// <summary>An attempt succeeded: earlier failures are forgotten. Writes nothing when there were none.</summary>
    public void ForgetFailures()
    {
        if (Volatile.Read(ref _failuresInARow) != 0) Volatile.Write(ref _failuresInARow, 0);
    }

    /// <summary>Prompt blocks that requests brought to it so far: its clock for telling which of them it still has in its cache.</summary>
    public long PromptBlocks => Volatile.Read(ref _promptBlocks);

    /// <summary>A prompt block came to it; the number of blocks so far.</summary>
    public long CountPromptBlock() => Interlocked.Increment(ref _promptBlocks);

    /// <summary>An attempt begins.</summary>
    public void Enter() => Interlocked.Increment(ref _onFlight);

    /// <summary>An attempt ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _onFlight);
}
