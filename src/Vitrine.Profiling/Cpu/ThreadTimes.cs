using System.Buffers.Text;
using System.Diagnostics;

namespace Vitrine.Profiling.Cpu;

/// <summary>How long each thread of this process has had a processor, as the kernel's scheduler counts it.</summary>
/// <param name="Timestamp">When it was read, in <see cref="Stopwatch"/> ticks.</param>
/// <param name="Nanoseconds">Since the thread started, by its id in the system.</param>
internal sealed record ThreadTimes(long Timestamp, IReadOnlyDictionary<int, long> Nanoseconds)
{
    /// <summary>Whether the kernel tells.</summary>
    public static bool AreKnown { get; } = File.Exists("/proc/self/schedstat");

    /// <summary>Reads them now; some microseconds a thread.</summary>
    public static ThreadTimes Read()
    {
        var times = new Dictionary<int, long>();
        Span<byte> text = stackalloc byte[128];
        foreach (var thread in ProcessLimits.Threads())
        {
            try
            {
                // "on a processor, waiting for one, turns"
                using var file = File.OpenHandle($"/proc/self/task/{thread}/schedstat");
                var read = RandomAccess.Read(file, text, 0);
                if (Utf8Parser.TryParse(text[..read], out long nanoseconds, out _)) times[thread] = nanoseconds;
            }
            catch (IOException)
            {
                // It has ended since it was listed.
            }
        }

        return new ThreadTimes(Stopwatch.GetTimestamp(), times);
    }
}
