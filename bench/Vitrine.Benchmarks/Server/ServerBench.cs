using System.Diagnostics;
using System.Globalization;
using Vitrine.Benchmarks.Inference;

namespace Vitrine.Benchmarks.Server;

/// <summary>
/// What the server adds to the engine: time to the first token and throughput, with every signal on, one stream and eight; both sides answer the
/// same seeds in turn. Client and collector share the machine with the server, and their cost is in its figures.
/// </summary>
internal static class ServerBench
{
    private const int Many = 8;
    private const string Usage = "usage: … -- server --program PATH/TO/vitrine.dll --model FILE.gguf | --generate q4_k_m [--threads 1] [--tokens 64] [--answers 8] [--rounds 7] [--warm-up 3] [--port 31500]";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal) { ["--threads"] = "1", ["--tokens"] = "64", ["--answers"] = "8", ["--rounds"] = "7", ["--warm-up"] = "3", ["--port"] = "31500" };
        for (var i = 0; i + 1 < args.Length; i += 2) options[args[i]] = args[i + 1];
        if (args.Length % 2 != 0 || !options.TryGetValue("--program", out var program) || options.ContainsKey("--model") == options.ContainsKey("--generate"))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using var generated = options.TryGetValue("--generate", out var name) ? new GeneratedModel(name) : null;
        var model = generated?.Path ?? Path.GetFullPath(options["--model"]);
        using var engine = new EngineAnswerer(model, Many, Number("--threads"));
        await using var server = await ServerAnswerer.StartAsync(program, model, Many, Number("--threads"), Number("--port"));
        var rounds = new List<Round>();
        for (var round = -Number("--warm-up"); round < Number("--rounds"); round++)
        {
            var measured = new Round(
                await MeasureAsync(engine, 1, Number("--answers"), Number("--tokens")),
                await MeasureAsync(server, 1, Number("--answers"), Number("--tokens")),
                await MeasureAsync(engine, Many, Number("--answers"), Number("--tokens")),
                await MeasureAsync(server, Many, Number("--answers"), Number("--tokens")));
            if (round >= 0) rounds.Add(measured);
        }

        Console.WriteLine($"{name ?? Path.GetFileName(model)}, {options["--threads"]} thread(s), {rounds.Count} rounds of {options["--answers"]} answers a stream, up to {options["--tokens"]} tokens each; the collector took {server.Exports} exports");
        Print("engine, 1 stream, tokens/s", round => round.Engine.PerSecond);
        Print("server, 1 stream, tokens/s", round => round.Server.PerSecond);
        Print("  server over engine", round => round.Server.PerSecond / round.Engine.PerSecond, "0.000");
        Print("engine, 8 streams, tokens/s", round => round.EngineMany.PerSecond);
        Print("server, 8 streams, tokens/s", round => round.ServerMany.PerSecond);
        Print("  server over engine", round => round.ServerMany.PerSecond / round.EngineMany.PerSecond, "0.000");
        Print("engine, 8 streams over 1", round => round.EngineMany.PerSecond / round.Engine.PerSecond, "0.00");
        Print("server, 8 streams over 1", round => round.ServerMany.PerSecond / round.Server.PerSecond, "0.00");
        Print("added to the first token by the engine's queue, ms", round => round.Engine.AddedMs, "0.000");
        Print("added to the first token by queue, server and client, ms", round => round.Server.AddedMs, "0.000");
        Console.WriteLine($"{"  of that between receipt and slot, mean of all, ms",-58} {await server.OwnMsAsync(),8:0.000}");
        return 0;

        int Number(string option) => int.Parse(options[option], CultureInfo.InvariantCulture);

        void Print(string title, Func<Round, double> value, string format = "0")
        {
            double[] values = [.. rounds.Select(value)];
            var all = string.Join(' ', values.Select(each => each.ToString(format, CultureInfo.InvariantCulture)));
            Console.WriteLine($"{title,-58} {Median(values).ToString(format, CultureInfo.InvariantCulture),8}   all: {all}");
        }
    }

    private static async Task<Figure> MeasureAsync(IAnswerer answerer, int streams, int answers, int tokens)
    {
        var from = Stopwatch.GetTimestamp();
        var all = (await Task.WhenAll(Enumerable.Range(0, streams).Select(AnswerAllAsync))).SelectMany(list => list).ToArray();
        return new Figure(all.Sum(answer => answer.Tokens) / Stopwatch.GetElapsedTime(from).TotalSeconds, Median(all.Select(answer => answer.AddedMs)));

        async Task<List<Answer>> AnswerAllAsync(int stream)
        {
            var list = new List<Answer>();
            for (var i = 0; i < answers; i++) list.Add(await Task.Run(() => answerer.AnswerAsync((ulong)((stream * answers) + i), tokens)));
            return list;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Figure(double PerSecond, double AddedMs);

    private sealed record Round(Figure Engine, Figure Server, Figure EngineMany, Figure ServerMany);
}
