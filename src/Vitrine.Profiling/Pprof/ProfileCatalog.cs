using System.Diagnostics.CodeAnalysis;
using Vitrine.Profiling.Cpu;
using Vitrine.Profiling.Exceptions;
using Vitrine.Profiling.Memory;
using Vitrine.Profiling.Threads;
using Vitrine.Profiling.Waits;

namespace Vitrine.Profiling.Pprof;

/// <summary>The profiles by name, and the rule that one capture of each runs at a time.</summary>
/// <remarks>There is one for the process, because what it measures is the process: two services in one process share it, or both would pay for two captures.</remarks>
internal sealed class ProfileCatalog(params IReadOnlyList<IProfileKind> kinds)
{
    private readonly Dictionary<string, Entry> _entries = kinds.ToDictionary(kind => kind.Name, kind => new Entry(kind), StringComparer.Ordinal);

    /// <summary>The profiles of this process.</summary>
    public static ProfileCatalog OfProcess { get; } = new(
        new AllocsProfile(),
        new BlockProfile(),
        new CpuProfile(new PerfSampler(), new EventPipeSampler()),
        new ExceptionsProfile(),
        new GoroutineProfile(),
        new HeapProfile(),
        new MutexProfile(),
        new ThreadCreateProfile());

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
    public Task<Profile> CaptureAsync(string name, ProfileRequest request, CancellationToken stop) => CaptureAsync(name, request, yields: false, stop);

    /// <summary>The same where nobody waits for the answer: whoever asks for this profile meanwhile ends the capture, which keeps what it has seen.</summary>
    /// <exception cref="ProfileException">As above.</exception>
    public Task<Profile> CaptureInBackgroundAsync(string name, ProfileRequest request, CancellationToken stop) => CaptureAsync(name, request, yields: true, stop);

    private async Task<Profile> CaptureAsync(string name, ProfileRequest request, bool yields, CancellationToken stop)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new ProfileException("Unknown profile") { Status = StatusCodes.Status404NotFound };
        await entry.TakeTurnAsync(yields, stop);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            entry.LetOthersEnd(yields ? ending : null);
            // Sessions start and stop in tens of milliseconds of blocking work: not on the thread that reads the request.
            return await Task.Run(() => entry.Kind.CaptureAsync(request, ending.Token), CancellationToken.None);
        }
        finally
        {
            entry.EndTurn();
        }
    }

    private sealed class Entry(IProfileKind kind)
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private readonly Lock _gate = new();
        private CancellationTokenSource? _yielding;

        public IProfileKind Kind { get; } = kind;

        /// <summary>Begins a capture, when need be after one that makes room. Of two who want that room the first gets it.</summary>
        public async Task TakeTurnAsync(bool yields, CancellationToken stop)
        {
            if (_turn.Wait(0, CancellationToken.None)) return;
            lock (_gate)
            {
                if (_yielding is null || yields) throw new ProfileException(Kind.BusyText);
                // By a timer's thread: what follows the cancellation must not run in here.
                _yielding.CancelAfter(TimeSpan.Zero);
                _yielding = null;
            }

            await _turn.WaitAsync(stop);
        }

        public void LetOthersEnd(CancellationTokenSource? ending)
        {
            lock (_gate) _yielding = ending;
        }

        public void EndTurn()
        {
            LetOthersEnd(null);
            _turn.Release();
        }
    }
}
