using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Benchmarks.Harness;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Benchmarks.Forecast;

/// <summary>
/// What the service adds to the model: processor time of <c>serve forecast</c> with every signal on (log to a file, traces to a collector), beside the same
/// predictions by the engine alone in this process, in turn.
/// </summary>
/// <remarks>Processor time, for client and service share the machine's cores. Engine and service compute the same series with the same seed. The rounds
/// before those that count are as many as the runtime needs to compile what is hot for the last time.</remarks>
internal static class ForecastServiceBench
{
    private const int Candles = 400;
    private const int Steps = 120;
    private const string EngineThreads = "forecast-";
    private const string Usage = "usage: … -- forecast service --program PATH/TO/vitrine.dll [--connections 32] [--requests 40] [--rounds 7] [--warm-up 8] [--port 31600]";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal) { ["--connections"] = "32", ["--requests"] = "40", ["--rounds"] = "7", ["--warm-up"] = "8", ["--port"] = "31600" };
        for (var i = 0; i + 1 < args.Length; i += 2) options[args[i]] = args[i + 1];
        if (args.Length % 2 != 0 || !options.TryGetValue("--program", out var program))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var (connections, requests) = (Number("--connections"), Number("--requests"));
        var inputs = Enumerable.Range(1, connections).Select(seed => Input((ulong)seed)).ToArray();
        var bodies = inputs.Select(BodyOf).ToArray();
        await using var service = await ServedForecast.StartAsync(program, Number("--port"), connections);
        var rounds = new List<Round>();
        for (var round = -Number("--warm-up"); round < Number("--rounds"); round++)
        {
            var made = new Round(EngineMs(inputs, requests), await ServiceAsync(service, bodies, requests));
            if (round >= 0) rounds.Add(made);
        }

        Console.WriteLine($"{Candles} candles to {Steps} with bands, {connections} connections of {requests} predictions, {rounds.Count} rounds; the collector took {service.Exports} exports");
        Print("engine alone, ms of CPU a prediction", round => round.AloneMs, "0.000");
        Print("engine's threads in the service", round => round.Served.EngineMs, "0.000");
        Print("other threads of the service", round => round.Served.OtherMs, "0.000");
        Print("added to the engine alone, %", round => 100 * ((round.Served.EngineMs + round.Served.OtherMs) / round.AloneMs - 1), "0.0");
        Print("other threads over the engine's, %", round => 100 * round.Served.OtherMs / round.Served.EngineMs, "0.0");
        Print("client, ms of CPU a prediction", round => round.Served.ClientMs, "0.000");
        Print("predictions a second", round => round.Served.PerSecond, "0");
        return 0;

        int Number(string option) => int.Parse(options[option], CultureInfo.InvariantCulture);

        void Print(string what, Func<Round, double> value, string format)
        {
            double[] values = [.. rounds.Select(value)];
            var all = string.Join(' ', values.Select(each => each.ToString(format, CultureInfo.InvariantCulture)));
            Console.WriteLine($"  {what,-42} {values.Order().ElementAt(values.Length / 2).ToString(format, CultureInfo.InvariantCulture),8}   all: {all}");
        }
    }

    /// <summary>The same predictions on a thread a core.</summary>
    private static double EngineMs(ForecastInput[] inputs, int requests)
    {
        var engine = new StatisticalForecaster();
        var (next, total) = (-1, inputs.Length * requests);
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < total; i = Interlocked.Increment(ref next)) engine.Predict(inputs[i % inputs.Length], default);
        })).ToArray();
        var cpu = CpuClock.OfProcess();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return (CpuClock.OfProcess() - cpu) / 1e6 / total;
    }

    private static async Task<Figure> ServiceAsync(ServedForecast service, byte[][] bodies, int requests)
    {
        var (from, engine, process, self) = (Stopwatch.GetTimestamp(), CpuClock.OfThreads(service.ProcessId, EngineThreads), CpuClock.OfProcess(service.ProcessId), CpuClock.OfProcess());
        await Task.WhenAll(bodies.Select(async body =>
        {
            for (var i = 0; i < requests; i++) await service.PredictAsync(body);
        }));
        var (seconds, total) = (Stopwatch.GetElapsedTime(from).TotalSeconds, (double)bodies.Length * requests);
        engine = CpuClock.OfThreads(service.ProcessId, EngineThreads) - engine;
        process = CpuClock.OfProcess(service.ProcessId) - process;
        self = CpuClock.OfProcess() - self;
        return new Figure(engine / 1e6 / total, (process - engine) / 1e6 / total, self / 1e6 / total, total / seconds);
    }

    private static ForecastInput Input(ulong seed)
    {
        var history = SeriesGenerator.Create(SeriesFamily.Seasonality, Candles, seed);
        var future = Enumerable.Range(1, Steps).Select(step => history.Timestamps[^1] + (step * TimeSpan.TicksPerHour)).ToArray();
        // As the service's own defaults: KRONOS_CLIP_VALUE among them.
        return new ForecastInput(history, future, new SamplingOptions(Seed: 1, Clip: 5), IncludeBands: true);
    }

    private static byte[] BodyOf(ForecastInput input)
    {
        var history = input.History;
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["series_id"] = "bench",
            ["candles"] = new JsonArray([.. Enumerable.Range(0, history.Count).Select(place => (JsonNode)new JsonObject
            {
                ["open"] = history.Open[place], ["high"] = history.High[place], ["low"] = history.Low[place], ["close"] = history.Close[place],
                ["volume"] = history.Volume?[place] ?? 0, ["amount"] = history.Amount?[place] ?? 0,
            })]),
            ["timestamps"] = Times(history.Timestamps),
            ["prediction_timestamps"] = Times(input.FutureTimestamps),
            ["overrides"] = new JsonObject { ["seed"] = 1 },
            ["include_bands"] = true,
        });
    }

    private static JsonArray Times(long[] ticks) => new([.. ticks.Select(time => (JsonNode)new DateTime(time, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))]);

    /// <param name="EngineMs">CPU time of the model's threads for a prediction.</param>
    /// <param name="OtherMs">CPU time of all other threads of the service.</param>
    /// <param name="ClientMs">CPU time of this process.</param>
    /// <param name="PerSecond">Predictions a second.</param>
    private readonly record struct Figure(double EngineMs, double OtherMs, double ClientMs, double PerSecond);

    /// <summary>One turn of each side.</summary>
    private sealed record Round(double AloneMs, Figure Served);
}
