using System.Diagnostics;
using System.Globalization;
using Vitrine.Benchmarks.Harness;
using Vitrine.Forecast.Engine;

namespace Vitrine.Benchmarks.Forecast;

/// <summary>
/// What the service adds to the model: processor time of <c>serve forecast</c> with every signal on (log to a file, traces to a collector), beside the same
/// predictions by the engine alone in this process, in turn.
/// </summary>
/// <remarks>Processor time, for client and service share the machine's cores. Engine and service compute the same series, in both forms of <see cref="RequestForm"/>. The
/// rounds before those that count are as many as the runtime needs to compile what is hot for the last time.</remarks>
internal static class ForecastServiceBench
{
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
        var sides = new[] { RequestForm.Documented, RequestForm.Full }.Select(form => new Side(form, connections)).ToArray();
        await using var service = await ServedForecast.StartAsync(program, Number("--port"), connections);
        for (var round = -Number("--warm-up"); round < Number("--rounds"); round++)
        {
            foreach (var side in sides)
            {
                var made = new Round(EngineMs(side.Inputs, requests), await ServiceAsync(service, side.Bodies, requests));
                if (round >= 0) side.Rounds.Add(made);
            }
        }

        foreach (var side in sides)
        {
            Console.WriteLine($"{RequestForm.Candles} candles to {RequestForm.Steps}, {side.Form.Name}, {side.Bodies[0].Length} bytes; {connections} connections of {requests} predictions, {side.Rounds.Count} rounds");
            Print(side.Rounds);
        }

        Console.WriteLine($"the collector took {service.Exports} exports");
        return 0;

        int Number(string option) => int.Parse(options[option], CultureInfo.InvariantCulture);
    }

    private static void Print(IReadOnlyList<Round> rounds)
    {
        Print("engine alone, ms of CPU a prediction", round => round.AloneMs, "0.000");
        Print("engine's threads in the service", round => round.Served.EngineMs, "0.000");
        Print("other threads of the service", round => round.Served.OtherMs, "0.000");
        Print("added to the engine alone, %", round => 100 * ((round.Served.EngineMs + round.Served.OtherMs) / round.AloneMs - 1), "0.0");
        Print("other threads over the engine's, %", round => 100 * round.Served.OtherMs / round.Served.EngineMs, "0.0");
        Print("client, ms of CPU a prediction", round => round.Served.ClientMs, "0.000");
        Print("predictions a second", round => round.Served.PerSecond, "0");

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

    /// <param name="EngineMs">CPU time of the model's threads for a prediction.</param>
    /// <param name="OtherMs">CPU time of all other threads of the service.</param>
    /// <param name="ClientMs">CPU time of this process.</param>
    /// <param name="PerSecond">Predictions a second.</param>
    private readonly record struct Figure(double EngineMs, double OtherMs, double ClientMs, double PerSecond);

    /// <summary>One turn of each side.</summary>
    private sealed record Round(double AloneMs, Figure Served);

    /// <summary>A form of request, a series a connection.</summary>
    private sealed class Side(RequestForm form, int connections)
    {
        public RequestForm Form => form;

        public ForecastInput[] Inputs { get; } = [.. Enumerable.Range(1, connections).Select(series => form.Input((ulong)series))];

        public byte[][] Bodies => field ??= [.. Inputs.Select(form.Body)];

        public List<Round> Rounds { get; } = [];
    }
}
