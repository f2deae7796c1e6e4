using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Cpu;

/// <summary>
/// CPU samples from the kernel: a timer, and the stack of whoever runs at each of its ticks. Nothing is suspended, native frames are seen, a thread that
/// waits costs nothing.
/// </summary>
/// <remarks>
/// Step 1: where the process may, a timer for each processor; ticks in other processes are dropped unread. It costs nothing when threads change, and misses none.
/// Otherwise a timer for every thread and processor, which runs while the thread does: one that is inherited by new threads counts on one processor only. Those
/// of a processor share a ring. A thread that runs for less than a period is then not seen. Where that would take too many descriptors (500 threads on 64
/// processors) a thread gets one timer and a ring, and new threads are looked for at every drain.
/// Step 2: rings are drained until the time is over. Threads that were started while timers were being made are looked for once more.
/// </remarks>
internal sealed class PerfSampler : ICpuSampler
{
    public const string SourceName = "perf";

    /// <summary>100 a second and processor, as Go.</summary>
    public const long PeriodNanos = 10_000_000;

    private const int DefaultDepth = 127;
    private const int PagesPerProcessor = 64, PagesPerThread = 8;
    private static readonly TimeSpan s_drainEvery = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool AreLeavesExact => true;

    /// <value>Descriptors that it may open; null takes most of what the process has left. Tests set it.</value>
    public int? MostDescriptors { get; init; }

    /// <value>Whether threads are watched even where processors could be. The default is false; tests set it.</value>
    public bool WatchesThreads { get; init; }

    /// <inheritdoc/>
    public string? Obstacle() => PerfEvents.IsPossible ? Probe(out _) : "perf_event_open exists on Linux only, here on x64 and arm64";

    /// <inheritdoc/>
    public Task SampleAsync(CpuSamples samples, TimeSpan duration, CancellationToken stop) =>
        // A thread of its own: sampling must go on when the pool is exhausted, for that may be what somebody wants to see.
        Task.Factory.StartNew(() => Sample(samples, new CaptureTime(duration, stop)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Sample(CpuSamples samples, CaptureTime time)
    {
        if (Probe(out var seesKernel) is { } obstacle) throw new ProfileException($"perf events cannot be used: {obstacle}");
        using var session = new Session(samples, seesKernel, MostDescriptors ?? DescriptorsLeft());
        var watched = !WatchesThreads && session.TryOpenProcessors() ? "processor" : "thread";
        if (watched == "thread") session.OpenThreads();
        samples.Comment(string.Create(CultureInfo.InvariantCulture, $"source: perf_event_open, every {PeriodNanos / 1_000_000} ms of each {watched}"));
        samples.Comment(seesKernel ? "time in the kernel is in [kernel]" : "time in the kernel is not sampled: the process may not");
        while (time.Wait(s_drainEvery))
        {
            session.Drain();
            session.Follow();
        }

        session.Drain();
    }

    /// <summary>Opens and closes an event on the calling thread. Permissions can change while the process runs, so it is asked each time.</summary>
    private static string? Probe(out bool seesKernel)
    {
        foreach (var kernel in (ReadOnlySpan<bool>)[true, false])
        {
            seesKernel = kernel;
            var opened = PerfEvents.Open(0, -1, new PerfSettings(PeriodNanos, Inherits: false, kernel));
            if (opened < 0)
            {
                if (!kernel) return $"{PerfEvents.Text(-opened)} (see kernel.perf_event_paranoid, or give the container CAP_PERFMON)";
                continue;
            }

            using var ring = PerfRing.TryMap(opened, PagesPerThread);
            PerfEvents.Close(opened);
            return ring is null ? "no memory may be locked for the samples (see kernel.perf_event_mlock_kb)" : null;
        }

        throw new UnreachableException();
    }

    private static int DescriptorsLeft() => ProcessLimits.Descriptors is { } most ? Math.Max(0, (most - ProcessLimits.OpenDescriptors) / 2) : int.MaxValue;

    /// <summary>The open events of one capture.</summary>
    private sealed class Session(CpuSamples samples, bool seesKernel, int mostDescriptors) : IDisposable
    {
        private readonly List<int> _descriptors = [];
        private readonly List<PerfRing> _rings = [];
        private readonly HashSet<int> _seen = [];
        private readonly HashSet<int> _inherited = [];
        private readonly int[] _cpus = ProcessLimits.OnlineCpus();
        private readonly int _maxDepth = ProcessLimits.ReadNumber("/proc/sys/kernel/perf_event_max_stack") ?? DefaultDepth;
        private readonly ulong[] _frames = new ulong[1024];
        private int[] _ringOwners = [];
        private bool _inherits;
        private bool _isFollowed;

        /// <summary>Watches the processors; false when that is forbidden.</summary>
        public bool TryOpenProcessors()
        {
            foreach (var cpu in _cpus)
            {
                var opened = Open(PerfEvents.Everybody, cpu);
                if (opened <= 0 || PerfRing.TryMap(opened, PagesPerProcessor) is not { } ring)
                {
                    Dispose();
                    return false;
                }

                _rings.Add(ring);
            }

            _isFollowed = _inherits = true;
            return true;
        }

        /// <summary>Watches the threads.</summary>
        public void OpenThreads()
        {
            var threads = ProcessLimits.Threads();
            _inherits = (long)threads.Count * _cpus.Length <= mostDescriptors;
            _ringOwners = new int[_cpus.Length];
            foreach (var thread in threads) Watch(thread);
            if (_rings.Count == 0) throw new ProfileException("perf events cannot be used: no event could be opened on a thread of this process");
        }

        /// <summary>Looks for threads that are not watched: at every drain when events are not inherited, else once, for those started while the events were opened.</summary>
        public void Follow()
        {
            if (_inherits && _isFollowed) return;
            _isFollowed = true;
            foreach (var thread in ProcessLimits.Threads())
            {
                if (!_seen.Contains(thread) && !_inherited.Contains(thread)) Watch(thread);
            }
        }

        public void Drain()
        {
            foreach (var ring in _rings) ring.Drain(Receive);
        }

        public void Dispose()
        {
            foreach (var ring in _rings) ring.Dispose();
            foreach (var descriptor in _descriptors) PerfEvents.Close(descriptor);
            _rings.Clear();
            _descriptors.Clear();
        }

        private void Watch(int thread)
        {
            _seen.Add(thread);
            if (!_inherits)
            {
                if (_descriptors.Count < mostDescriptors && Open(thread, -1) is var own and > 0) AddRing(own, PagesPerThread);
                return;
            }

            for (var i = 0; i < _cpus.Length; i++)
            {
                var opened = Open(thread, _cpus[i]);
                if (opened <= 0) continue;
                if (_ringOwners[i] != 0 && PerfEvents.TrySetOutput(opened, _ringOwners[i])) continue;
                AddRing(opened, PagesPerProcessor);
                _ringOwners[i] = opened;
            }
        }

        // A thread may end between being listed and being opened: that is no failure.
        private int Open(int thread, int cpu)
        {
            var opened = PerfEvents.Open(thread, cpu, new PerfSettings(PeriodNanos, _inherits, seesKernel));
            if (opened > 0) _descriptors.Add(opened);
            return opened;
        }

        private void AddRing(int descriptor, int pages)
        {
            if (PerfRing.TryMap(descriptor, pages) is not { } ring) throw new ProfileException("perf events cannot be used: no more memory may be locked for the samples (see kernel.perf_event_mlock_kb)");
            _rings.Add(ring);
        }

        private void Receive(uint type, ushort flags, ReadOnlySpan<byte> body)
        {
            switch (type)
            {
                case PerfEvents.RecordSample when MemoryMarshal.Read<int>(body[8..]) == Environment.ProcessId:
                    ReceiveSample(MemoryMarshal.Read<int>(body[12..]), MemoryMarshal.Read<long>(body[16..]), MemoryMarshal.Cast<byte, ulong>(body[32..]), (flags & PerfEvents.ModeMask) == PerfEvents.ModeKernel);
                    break;
                case PerfEvents.RecordLost:
                    samples.AddLost(MemoryMarshal.Read<long>(body[8..]));
                    break;
                case PerfEvents.RecordFork:
                    _inherited.Add(MemoryMarshal.Read<int>(body[8..]));
                    break;
            }
        }

        // Body: ip, pid and tid, time, number of addresses, addresses; marks between them say whose they are.
        private void ReceiveSample(int thread, long time, ReadOnlySpan<ulong> chain, bool isInKernel)
        {
            const ulong firstMark = unchecked((ulong)-4095);
            var depth = 0;
            foreach (var address in chain)
            {
                if (address < firstMark && depth < _frames.Length) _frames[depth++] = address;
            }

            samples.Add(thread, time, _frames.AsSpan(0, depth), PeriodNanos, isInKernel, isTruncated: depth >= Math.Min(_maxDepth, _frames.Length));
        }
    }
}
