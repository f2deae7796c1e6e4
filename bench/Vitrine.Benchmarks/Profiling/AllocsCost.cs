using System.Runtime.CompilerServices;
using Vitrine.Benchmarks.Harness;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>
/// What an allocations profile costs two threads that allocate 1 GB each second together, 30 frames deep as in a request: rounds with and without one in turn, by
/// the processor time of the threads, which neighbours do not touch, and of the whole process, in which the reader of the events is.
/// </summary>
internal static class AllocsCost
{
    private const int Rounds = 9;
    private const int Frames = 30;
    private const int ArrayBytes = 1_000;
    private const int SizeBytes = ArrayBytes + 24;
    private const int Threads = 2;
    private const double TargetBytesPerSecond = 1e9 / Threads;

    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    public static async Task RunAsync()
    {
        var work = Calibrate();
        var (bare, profiled) = (new List<Figures>(), new List<Figures>());
        var samples = 0L;
        for (var round = 0; round < Rounds + 1; round++)
        {
            var without = Round(work);
            using var stop = new CancellationTokenSource();
            var capture = await Captures.StartAsync("allocs", stop.Token);
            var with = Round(work);
            await stop.CancelAsync();
            var profile = await capture;
            // The first round compiles the profiler.
            if (round == 0) continue;
            samples += profile.Sample.Sum(sample => sample.Value[1]) / 1_000_000;
            bare.Add(without);
            profiled.Add(with);
        }

        var pairs = bare.Zip(profiled).ToArray();
        Console.WriteLine($"\nallocs while {Threads} threads allocate 1 GB/s together, {Frames} frames deep; {Rounds} pairs of rounds of {s_round.TotalSeconds:0} s, medians");
        Console.WriteLine($"  without a profile  {Median(bare.Select(round => round.Rate)) / 1e9,6:0.00} GB a second of their processor time  {Median(bare.Select(round => round.Cpu)),7:0} ns of the process an operation");
        Console.WriteLine($"  with one           {Median(profiled.Select(round => round.Rate)) / 1e9,6:0.00} GB a second of their processor time  {Median(profiled.Select(round => round.Cpu)),7:0} ns");
        Console.WriteLine($"  pair by pair       {1 - Median(pairs.Select(pair => pair.Second.Rate / pair.First.Rate)),6:P1} of throughput, {Median(pairs.Select(pair => pair.Second.Cpu / pair.First.Cpu)) - 1:P1} more processor time of the process; {samples / Rounds:N0} MB accounted a round");
    }

    /// <summary>How much work between two allocations makes 1 GB/s of them on all threads.</summary>
    private static int Calibrate()
    {
        var work = 1_000;
        for (var step = 0; step < 6; step++)
        {
            var nanoseconds = Threads * SizeBytes / Round(work).Rate * 1e9;
            // A step of work is about a nanosecond.
            work = Math.Max(0, work + (int)((SizeBytes / TargetBytesPerSecond * 1e9) - nanoseconds));
        }

        return work;
    }

    private static Figures Round(int work)
    {
        var process = CpuClock.OfProcess();
        var operations = new long[Threads];
        var nanoseconds = new double[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() => (operations[i], nanoseconds[i]) = Work(work))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return new Figures(Threads * operations.Sum() * SizeBytes / nanoseconds.Sum() * 1e9, (CpuClock.OfProcess() - process) / operations.Sum());
    }

    private static (long Operations, double Nanoseconds) Work(int work)
    {
        var start = CpuClock.OfThread();
        var operations = 0L;
        while (CpuClock.OfThread() - start < s_round.TotalNanoseconds)
        {
            for (var i = 0; i < 1_000; i++) Deep(Frames, work);
            operations += 1_000;
        }

        return (operations, CpuClock.OfThread() - start);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Deep(int frames, int work) => frames == 0 ? AllocateAndHash(work) : Deep(frames - 1, work) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint AllocateAndHash(int work)
    {
        var hash = (uint)Allocate().Length;
        for (var i = 0; i < work; i++) hash = (hash ^ (uint)i) * 16_777_619;
        return hash;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Allocate() => new byte[ArrayBytes];

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Figures(double Rate, double Cpu);
}
