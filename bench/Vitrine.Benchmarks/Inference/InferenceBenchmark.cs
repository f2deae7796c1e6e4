using System.Diagnostics;
using System.Globalization;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;

namespace Vitrine.Benchmarks.Inference;

/// <summary>
/// Decode and prefill speed of the managed engine, and their ratio to libllama in the same run: both sides alternate, with the same tokens and the
/// same number of threads, and the medians are compared. Times are reported, never asserted.
/// </summary>
/// <remarks>Usage: <c>inference --model FILE.gguf [--libllama FOLDER] [--threads 1] [--runs 15] [--prefill 120,512] [--decode 96]</c>.</remarks>
public static class InferenceBenchmark
{
    private const int BatchSize = 512;

    /// <summary>Measures and prints a table; 2 for a wrong command line.</summary>
    public static int Run(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["--threads"] = "1",
            ["--runs"] = "15",
            ["--prefill"] = "120,512",
            ["--decode"] = "96",
        };
        for (int i = 0; i + 1 < args.Length; i += 2) options[args[i]] = args[i + 1];
        if (!options.TryGetValue("--model", out string? model) || args.Length % 2 != 0)
        {
            Console.Error.WriteLine("usage: inference --model FILE.gguf [--libllama FOLDER] [--threads N] [--runs N] [--prefill N,N] [--decode N]");
            return 2;
        }

        int threads = int.Parse(options["--threads"], CultureInfo.InvariantCulture);
        int runs = int.Parse(options["--runs"], CultureInfo.InvariantCulture);
        int decode = int.Parse(options["--decode"], CultureInfo.InvariantCulture);
        int[] prefills = [.. options["--prefill"].Split(',').Select(int.Parse)];
        int context = Math.Max(prefills.Max(), decode) + 64;

        using var ours = new ManagedForward(model, context, threads, BatchSize);
        using LibLlama? theirs = options.TryGetValue("--libllama", out string? folder) ? new LibLlama(folder, model, context, threads) : null;
        Console.WriteLine($"{Path.GetFileName(model)}, {threads} thread(s), {ManagedForward.Kernels}, medians of {runs} alternating runs, tokens/s");
        Console.WriteLine($"{"",-14}{"managed",10}{"libllama",10}{"ratio",8}");
        foreach (int length in prefills) Compare($"prefill {length}", length, MeasurePrefill);
        Compare($"decode {decode}", decode, MeasureDecode);
        ReportEngine(model, threads, runs, decode);
        return 0;

        void Compare(string name, int length, Func<int[], Action, Action<int[]>, double> measure) => Report(
            name,
            length,
            runs,
            tokens => measure(tokens, ours.Clear, ours.Compute),
            theirs is null ? null : tokens => measure(tokens, theirs.Clear, theirs.Compute),
            ours.Vocabulary);
    }

    /// <summary>The whole way through the engine: queue, sampling, text and events, from the first token to the last.</summary>
    private static void ReportEngine(string model, int threads, int runs, int decode)
    {
        using TextEngine engine = TextEngine.Load(model, new EngineOptions { Threads = threads });
        var speeds = new List<double>();
        var firstTokensMs = new List<double>();
        // A model may end its answer early: tokens per second are taken over the tokens that came.
        for (ulong run = 0; speeds.Count < runs && run < 100 * (ulong)runs; run++)
        {
            var request = GenerationRequest.FromChat([new ChatMessage("user", "Why is my p99 latency high?")], new SamplingOptions { Seed = run, MaxTokens = decode });
            if (!engine.TrySubmit(request, out TextGeneration? generation, out SubmitRefusal? refusal)) throw new InvalidOperationException(refusal.Message);
            GenerationResult result = generation.GetResultAsync().GetAwaiter().GetResult();
            if (result.OutputTokens < 2) continue;
            speeds.Add((result.OutputTokens - 1) / Stopwatch.GetElapsedTime(result.Timings.FirstToken, result.Timings.LastToken).TotalSeconds);
            firstTokensMs.Add(Stopwatch.GetElapsedTime(result.Timings.Queued, result.Timings.FirstToken).TotalMilliseconds);
        }

        if (speeds.Count > 0) Console.WriteLine($"{"engine decode",-14}{Median(speeds),10:F0}   time to first token {Median(firstTokensMs):F2} ms");
    }

    private static void Report(string name, int length, int runs, Func<int[], double> ours, Func<int[], double>? theirs, int vocabulary)
    {
        var random = new Random(1);
        int[] tokens = [.. Enumerable.Range(0, length).Select(_ => random.Next(3, vocabulary))];
        var our = new List<double>();
        var their = new List<double>();
        // The first two runs warm up both sides.
        for (int run = -2; run < runs; run++)
        {
            double speed = ours(tokens);
            double peer = theirs?.Invoke(tokens) ?? 0;
            if (run < 0) continue;
            our.Add(speed);
            their.Add(peer);
        }

        string ratio = theirs is null ? "" : $"{Median(our) / Median(their),8:F2}";
        Console.WriteLine($"{name,-14}{Median(our),10:F0}{(theirs is null ? "" : Median(their).ToString("F0")),10}{ratio}");
    }

    private static double MeasurePrefill(int[] tokens, Action clear, Action<int[]> compute)
    {
        clear();
        long start = Stopwatch.GetTimestamp();
        compute(tokens);
        return tokens.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double MeasureDecode(int[] tokens, Action clear, Action<int[]> compute)
    {
        clear();
        compute(tokens[..16]);
        var one = new int[1];
        long start = Stopwatch.GetTimestamp();
        foreach (int token in tokens)
        {
            one[0] = token;
            compute(one);
        }

        return tokens.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
