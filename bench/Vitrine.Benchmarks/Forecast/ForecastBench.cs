using System.Diagnostics;
using Vitrine.Benchmarks.Harness;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Benchmarks.Forecast;

/// <summary>What one forecast costs, and how a batch scales over the cores.</summary>
internal static class ForecastBench
{
    private const int BatchSeries = 100;
    private const int Rounds = 15;

    public static int RunEngine()
    {
        var engine = new StatisticalForecaster();
        Measure.Print("One forecast with bands and one sample, hourly candles with a daily season, one thread", "ms", 1e6, Measure.OneThread(20,
        [
            Subject(engine, 400, 120),
            Subject(engine, 100, 24),
            Subject(engine, 2048, 512),
            Subject(engine, 400, 120, samples: 100),
        ]));
        Batch(engine);
        return 0;
    }

    private static Subject Subject(StatisticalForecaster engine, int candles, int steps, int samples = 1)
    {
        var input = Input(candles, steps, seed: 1, samples);
        return new Subject($"{candles} candles to {steps}{(samples > 1 ? $", {samples} samples" : "")}", times =>
        {
            for (var i = 0; i < times; i++) engine.Predict(input, default);
        });
    }

    /// <summary>The same batch on one thread and on one a core, in turn; medians. Wall time needs the machine for itself, processor time does not.</summary>
    private static void Batch(StatisticalForecaster engine)
    {
        var inputs = Enumerable.Range(1, BatchSeries).Select(seed => Input(400, 120, (ulong)seed, samples: 1)).ToArray();
        var cores = Environment.ProcessorCount;
        var (one, all) = (new List<(double Wall, double Cpu)>(), new List<(double Wall, double Cpu)>());
        for (var round = 0; round < Rounds; round++)
        {
            one.Add(Milliseconds(engine, inputs, 1));
            all.Add(Milliseconds(engine, inputs, cores));
        }

        var ((oneWall, oneCpu), (allWall, allCpu)) = (Medians(one), Medians(all));
        Console.WriteLine($"\nA batch of {BatchSeries} series, 400 candles to 120");
        Console.WriteLine($"  wall: 1 thread {oneWall:0.0} ms, {cores} threads {allWall:0.0} ms: {oneWall / allWall:0.00} times as fast, {oneWall / allWall / cores:0.00} a core");
        Console.WriteLine($"  processor: 1 thread {oneCpu:0.0} ms, {cores} threads {allCpu:0.0} ms: {oneCpu / allCpu:0.00} of the work is the forecasts' own");
    }

    private static (double Wall, double Cpu) Medians(List<(double Wall, double Cpu)> rounds) =>
        (rounds.Select(round => round.Wall).Order().ElementAt(Rounds / 2), rounds.Select(round => round.Cpu).Order().ElementAt(Rounds / 2));

    private static (double Wall, double Cpu) Milliseconds(StatisticalForecaster engine, ForecastInput[] inputs, int threads)
    {
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < inputs.Length; i = Interlocked.Increment(ref next)) engine.Predict(inputs[i], default);
        })).ToArray();
        var (from, cpu) = (Stopwatch.GetTimestamp(), CpuClock.OfProcess());
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return (Stopwatch.GetElapsedTime(from).TotalMilliseconds, (CpuClock.OfProcess() - cpu) / 1e6);
    }

    private static ForecastInput Input(int candles, int steps, ulong seed, int samples)
    {
        var history = SeriesGenerator.Create(SeriesFamily.Seasonality, candles, seed);
        var future = Enumerable.Range(1, steps).Select(i => history.Timestamps[^1] + (i * TimeSpan.TicksPerHour)).ToArray();
        return new ForecastInput(history, future, new SamplingOptions(SampleCount: samples, Seed: 1), IncludeBands: true);
    }
}
