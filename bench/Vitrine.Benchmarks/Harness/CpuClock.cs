using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Vitrine.Benchmarks.Harness;

/// <summary>Nanoseconds that a processor has worked: immune to neighbours that take it away. Where there is no such clock, wall time.</summary>
internal static partial class CpuClock
{
    private const int ProcessClock = 2;
    private const int ThreadClock = 3;

    /// <summary>For the calling thread.</summary>
    public static double OfThread() => Read(ThreadClock);

    /// <summary>For all threads of this process.</summary>
    public static double OfProcess() => Read(ProcessClock);

    /// <summary>For all threads of another process, those that ended included: its clock's id is made of its own, as clock_getcpuclockid does it.</summary>
    public static double OfProcess(int process) => Read((~process << 3) | ProcessClock);

    /// <summary>For the threads of a process whose names begin so and that still run; Linux only.</summary>
    public static double OfThreads(int process, string name) => Directory.EnumerateDirectories($"/proc/{process}/task")
        .Where(thread => File.ReadAllText($"{thread}/comm").StartsWith(name, StringComparison.Ordinal))
        .Sum(thread => double.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture));

    private static double Read(int clock)
    {
        if (!OperatingSystem.IsLinux()) return Stopwatch.GetTimestamp() * 1e9 / Stopwatch.Frequency;
        _ = ClockGetTime(clock, out var time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
