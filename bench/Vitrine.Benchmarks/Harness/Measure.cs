using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Benchmarks.Harness;

/// <summary>
/// Times small operations in one process, side by side: thread-CPU time for one thread (immune to neighbours), wall time for several,
/// bytes allocated, medians of rounds that visit every subject in turn.
/// </summary>
internal static partial class Measure
{
    private const int Rounds = 9;
    private const int WarmUp = 4;
    private const int ThreadCpuClock = 3;
    private const int ProcessCpuClock = 2;

    /// <summary>Runs all subjects on one thread, in turn, and returns their medians.</summary>
    public static IReadOnlyList<Figure> OneThread(int operations, params IReadOnlyList<Subject> subjects)
    {
        var times = subjects.Select(_ => new List<double>()).ToArray();
        var bytes = new double[subjects.Count];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            for (var i = 0; i < subjects.Count; i++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var started = Cpu(subjects[i].WholeProcess);
                subjects[i].Body(operations);
                var elapsed = Cpu(subjects[i].WholeProcess) - started;
                bytes[i] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)operations;
                if (round >= WarmUp) times[i].Add(elapsed / operations);
            }
        }

        return [.. subjects.Select((subject, i) => new Figure(subject.Name, Median(times[i]), bytes[i]))];
    }

    /// <summary>Runs one subject on two threads at once; wall nanoseconds per operation and thread.</summary>
    public static Figure TwoThreads(int operations, Subject subject)
    {
        // Many short rounds: a round that fits into one time slice of both processors is not torn apart by neighbours.
        var times = new List<double>();
        for (var round = 0; round < WarmUp + (Rounds * 5); round++)
        {
            using var start = new Barrier(3);
            var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                start.SignalAndWait();
                subject.Body(operations);
                start.SignalAndWait();
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            start.SignalAndWait();
            var from = Stopwatch.GetTimestamp();
            start.SignalAndWait();
            if (round >= WarmUp) times.Add(Stopwatch.GetElapsedTime(from).TotalNanoseconds / operations);
            foreach (var thread in threads) thread.Join();
        }

        return new Figure(subject.Name + ", 2 threads (wall)", Median(times), double.NaN);
    }

    /// <summary>Prints figures as a table, each with its ratio to the first.</summary>
    public static void Print(string title, string unit, double scale, IReadOnlyList<Figure> figures)
    {
        Console.WriteLine($"\n{title}");
        foreach (var figure in figures)
        {
            var ratio = figure.Nanoseconds / figures[0].Nanoseconds;
            Console.WriteLine($"  {figure.Name,-58} {figure.Nanoseconds / scale,10:0.00} {unit,-3} {ratio,7:0.00}x {(double.IsNaN(figure.Bytes) ? "" : $"{figure.Bytes,9:0.0} B")}");
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static double Cpu(bool wholeProcess)
    {
        if (!OperatingSystem.IsLinux()) return Stopwatch.GetTimestamp() * 1e9 / Stopwatch.Frequency;
        _ = ClockGetTime(wholeProcess ? ProcessCpuClock : ThreadCpuClock, out var time);
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

/// <summary>Something to time: the body runs its operation the given number of times.</summary>
internal sealed record Subject(string Name, Action<int> Body, bool WholeProcess = false);

/// <summary>A median.</summary>
internal sealed record Figure(string Name, double Nanoseconds, double Bytes);
