using System.Diagnostics.CodeAnalysis;
using Vitrine.Profiling.Cpu;

namespace Vitrine.Profiling.Pprof;

/// <summary>The profiles by name, and the rule that one capture of each runs at a time.</summary>
/// <remarks>There is one for the process, because what it measures is the process: two services in one process share it, or both would pay for two captures.</remarks>
internal sealed class ProfileCatalog(params IReadOnlyList<IProfileKind> kinds)
{
    private readonly Dictionary<string, Entry> _entries = kinds.ToDictionary(kind => kind.Name, kind => new Entry(kind), StringComparer.Ordinal);

    /// <summary>The profiles of this process.</summary>
    public static ProfileCatalog OfProcess { get; } = new(new CpuProfile(new PerfSampler()));

    /// <summary>All of them, by name.</summary>
    public IEnumerable<IProfileKind> Kinds => _entries.Values.Select(entry => entry.Kind).OrderBy(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Finds a profile.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IProfileKind? kind)
    {
        kind = _entries.GetValueOrDefault(name)?.Kind;
        return kind is not null;
    }

    /// <summary>Captures a profile. <paramref name="stop"/> ends it early, with what there is.</summary>
    /// <exception cref="ProfileException">There is no such profile, it is being captured already, or it cannot be had.</exception>
    public async Task<Profile> CaptureAsync(string name, ProfileRequest request, CancellationToken stop)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new ProfileException("Unknown profile") { Status = StatusCodes.Status404NotFound };
        if (Interlocked.Exchange(ref entry.IsBusy, true)) throw new ProfileException(entry.Kind.BusyText);
        try
        {
            // Sessions start and stop in tens of milliseconds of blocking work: not on the thread that reads the request.
            return await Task.Run(() => entry.Kind.CaptureAsync(request, stop), CancellationToken.None);
        }
        finally
        {
            Volatile.Write(ref entry.IsBusy, false);
        }
    }

    private sealed class Entry(IProfileKind kind)
    {
        public bool IsBusy;

        public IProfileKind Kind { get; } = kind;
    }
}
