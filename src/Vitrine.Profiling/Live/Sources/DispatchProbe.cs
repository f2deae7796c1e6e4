using System.Diagnostics;
using Vitrine.Profiling.Live.Plots;

namespace Vitrine.Profiling.Live.Sources;

/// <summary>
/// Measures how long a work item waits for a thread of the pool: the run's own thread, which is none of the pool's, queues one that looks at the
/// clock. A starved pool leaves them waiting, so more than one is under way then, and each tells its own wait.
/// </summary>
internal sealed class DispatchProbe
{
    /// <summary>Every how long one is sent.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Probe[] _probes;

    public DispatchProbe(Histogram waits) => _probes = [.. Enumerable.Range(0, 128).Select(_ => new Probe(waits))];

    /// <summary>Sends one, unless all are under way: the pool has been starved for seconds then, and those say so.</summary>
    public void Send() => Array.Find(_probes, static probe => probe.TrySend());

    private sealed class Probe(Histogram waits) : IThreadPoolWorkItem
    {
        private long _sentAt;

        public bool TrySend()
        {
            if (Volatile.Read(ref _sentAt) != 0) return false;
            Volatile.Write(ref _sentAt, Stopwatch.GetTimestamp());
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return true;
        }

        public void Execute()
        {
            waits.Add(Stopwatch.GetElapsedTime(_sentAt).TotalSeconds);
            Volatile.Write(ref _sentAt, 0);
        }
    }
}
