using System.Diagnostics;
using System.Globalization;
using Vitrine.Benchmarks.Harness;
using Vitrine.Benchmarks.Inference;

namespace Vitrine.Benchmarks.Server;

/// <summary>
/// What the server adds to the engine: time to the first token, throughput and CPU time, with every signal on, one stream and eight; all sides answer
/// the same seeds in turn.
/// </summary>
/// <remarks>
/// The client and the collector run on the server's cores, which the engine alone has to itself. So there is a third side: the engine with a reader of
/// its tokens that takes as much CPU time for each as client and collector took in the round's turn of the server.
/// </remarks>
internal static class ServerBench
{
    private const int Many = 8;
    private const string EngineThreads = "vitrine-";
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
        var (one, many) = (new List<Round>(), new List<Round>());
        for (var round = -Number("--warm-up"); round < Number("--rounds"); round++)
        {
            var (withOne, withMany) = (await RoundAsync(1), await RoundAsync(Many));
            if (round < 0) continue;
            one.Add(withOne);
            many.Add(withMany);
        }

        Console.WriteLine($"{name ?? Path.GetFileName(model)}, {options["--threads"]} thread(s), {one.Count} rounds of {options["--answers"]} answers a stream, {options["--tokens"]} tokens each; the collector took {server.Exports} exports");
        Print("1 stream", one, Number("--tokens"));
        Print($"{Many} streams", many, Number("--tokens"));
        Console.WriteLine($"tokens/s of {Many} streams over 1: engine {PerSecond(many, round => round.Alone) / PerSecond(one, round => round.Alone):0.00}, server {PerSecond(many, round => round.Served) / PerSecond(one, round => round.Served):0.00}");
        Console.WriteLine($"ms between receipt and slot, mean of all: {await server.OwnMsAsync():0.000}");
        return 0;

        int Number(string option) => int.Parse(options[option], CultureInfo.InvariantCulture);

        async Task<Round> RoundAsync(int streams)
        {
            engine.ReaderNs = null;
            var alone = await MeasureAsync(engine, streams, Number("--answers"), Number("--tokens"));
            var served = await MeasureAsync(server, streams, Number("--answers"), Number("--tokens"));
            engine.ReaderNs = 1000 * served.ClientUs;
            return new Round(alone, served, await MeasureAsync(engine, streams, Number("--answers"), Number("--tokens")));
        }
    }

    private static async Task<Figure> MeasureAsync(IAnswerer answerer, int streams, int answers, int tokens)
    {
        var (from, engine, process, self) = (Stopwatch.GetTimestamp(), CpuClock.OfThreads(answerer.ProcessId, EngineThreads), CpuClock.OfProcess(answerer.ProcessId), CpuClock.OfProcess());
        var all = (await Task.WhenAll(Enumerable.Range(0, streams).Select(AnswerAllAsync))).SelectMany(list => list).ToArray();
        var elapsed = Stopwatch.GetElapsedTime(from);
        var us = 1000.0 * all.Sum(answer => answer.Tokens);
        engine = CpuClock.OfThreads(answerer.ProcessId, EngineThreads) - engine;
        process = CpuClock.OfProcess(answerer.ProcessId) - process;
        self = CpuClock.OfProcess() - self;
        var inAnswers = all.Sum(answer => answer.Tokens - 1) / all.Sum(answer => answer.StreamMs) * 1000;
        return new Figure(us / 1000 / elapsed.TotalSeconds, inAnswers, [.. all.Select(answer => answer.Tokens)], Median(all.Select(answer => answer.AddedMs)), engine / us, (process - engine) / us, self / us);

        async Task<List<Answer>> AnswerAllAsync(int stream)
        {
            var list = new List<Answer>();
            for (var i = 0; i < answers; i++) list.Add(await Task.Run(() => answerer.AnswerAsync((ulong)((stream * answers) + i), tokens)));
            return list;
        }
    }

    private static void Print(string title, IReadOnlyList<Round> rounds, int limit)
    {
        // The context's end is the one thing that ends an answer early.
        int[] lengths = [.. rounds.SelectMany(round => round.Served.Lengths)];
        Console.WriteLine($"{title}: {lengths.Count(length => length == limit)} of {lengths.Length} answers have {limit} tokens, the shortest {lengths.Min()}");
        Line("engine, tokens/s", round => round.Alone.PerSecond, "0");
        Line("engine with an equal reader, tokens/s", round => round.Read.PerSecond, "0");
        Line("server, tokens/s", round => round.Served.PerSecond, "0");
        Line("  over engine", round => round.Served.PerSecond / round.Alone.PerSecond, "0.000");
        Line("  over engine with an equal reader", round => round.Served.PerSecond / round.Read.PerSecond, "0.000");
        Line("within answers: engine with an equal reader, tokens/s", round => round.Read.InAnswers, "0");
        Line("within answers: server, tokens/s", round => round.Served.InAnswers, "0");
        Line("  over engine with an equal reader, within answers", round => round.Served.InAnswers / round.Read.InAnswers, "0.000");
        Line("engine's threads alone, us of CPU a token", round => round.Alone.EngineUs, "0.0");
        Line("engine's threads with an equal reader, us of CPU a token", round => round.Read.EngineUs, "0.0");
        Line("engine's threads in the server, us of CPU a token", round => round.Served.EngineUs, "0.0");
        Line("other threads of the server, us of CPU a token", round => round.Served.OtherUs, "0.0");
        Line("client and collector, us of CPU a token", round => round.Served.ClientUs, "0.0");
        Line("added to the first token by the engine's queue, ms", round => round.Alone.AddedMs, "0.000");
        Line("added to the first token by queue, server and client, ms", round => round.Served.AddedMs, "0.000");

        void Line(string what, Func<Round, double> value, string format)
        {
            double[] values = [.. rounds.Select(value)];
            var all = string.Join(' ', values.Select(each => each.ToString(format, CultureInfo.InvariantCulture)));
            Console.WriteLine($"  {what,-58} {Median(values).ToString(format, CultureInfo.InvariantCulture),8}   all: {all}");
        }
    }

    private static double PerSecond(IReadOnlyList<Round> rounds, Func<Round, Figure> side) => Median(rounds.Select(round => side(round).PerSecond));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <param name="PerSecond">Tokens a second.</param>
    /// <param name="InAnswers">Tokens a second from the first token of an answer to its end, as one client sees them: what the round trip of an answer has no part in.</param>
    /// <param name="Lengths">Tokens of each answer.</param>
    /// <param name="AddedMs">See <see cref="Answer.AddedMs"/>, the median.</param>
    /// <param name="EngineUs">CPU time of the engine's threads for a token.</param>
    /// <param name="OtherUs">CPU time of all other threads of the engine's process for a token.</param>
    /// <param name="ClientUs">CPU time of this process for a token.</param>
    private readonly record struct Figure(double PerSecond, double InAnswers, int[] Lengths, double AddedMs, double EngineUs, double OtherUs, double ClientUs);

    /// <summary>One turn of every side with the same number of streams.</summary>
    private sealed record Round(Figure Alone, Figure Served, Figure Read);
}
