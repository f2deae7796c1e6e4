using System.Diagnostics;

namespace Vitrine.Benchmarks.Harness;

/// <summary>
/// Times small operations in one process, side by side: thread-CPU time for one thread (immune to neighbours), wall time for several,
/// bytes allocated, medians of rounds that visit every subject in turn.
/// </summary>
internal static class Measure
{
    private const int Rounds = 9;
    private const int WarmUp = 4;
    private static readonly TimeSpan s_twoThreadWarmUp = TimeSpan.FromSeconds(1);

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

    /// <summary>Runs one subject on two threads at once; wall nanoseconds per operation of the slower thread.</summary>
    public static Figure TwoThreads(int operations, Subject subject) => TwoThreads(operations, subject.Name, subject.Body, subject.Body);

    /// <summary>Runs two bodies at once, one on each of two threads; wall nanoseconds per operation of the slower one.</summary>
    public static Figure TwoThreads(int operations, string name, Action<int> first, Action<int> second)
    {
        // The JIT compiles again what turns out to be hot, and takes its time: its wait for quiet is 100 ms.
        for (var from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from) < s_twoThreadWarmUp;) SlowerOf(operations, first, second);
        var times = Enumerable.Range(0, Rounds * 5).Select(_ => SlowerOf(operations, first, second)).ToList();
        return new Figure(name + ", 2 threads (wall)", Median(times), double.NaN);
    }

    /// <summary>Both threads begin when both run, so that neither has a head start, and each reads the clock for itself.</summary>
    private static double SlowerOf(int operations, Action<int> first, Action<int> second)
    {
        var times = new double[2];
        var running = 0;
        var threads = new[] { first, second }.Select((body, i) => new Thread(() =>
        {
            Interlocked.Increment(ref running);
            while (Volatile.Read(ref running) < 2) Thread.SpinWait(1);
            var from = Stopwatch.GetTimestamp();
            body(operations);
            times[i] = Stopwatch.GetElapsedTime(from).TotalNanoseconds / operations;
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return times.Max();
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

    private static double Cpu(bool wholeProcess) => wholeProcess ? CpuClock.OfProcess() : CpuClock.OfThread();
}

/// <summary>Something to time: the body runs its operation the given number of times.</summary>
internal sealed record Subject(string Name, Action<int> Body, bool WholeProcess = false);

/// <summary>A median.</summary>
internal sealed record Figure(string Name, double Nanoseconds, double Bytes);
