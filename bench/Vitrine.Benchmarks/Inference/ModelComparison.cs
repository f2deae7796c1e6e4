using System.Diagnostics;
using Vitrine.Benchmarks.Harness;

namespace Vitrine.Benchmarks.Inference;

/// <summary>One model with one number of threads: prefill, decode and a batch of eight sequences, against libllama and against the memory's bandwidth.</summary>
internal static class ModelComparison
{
    private const int BatchSize = 512;
    private const int Streams = 8;
    private const int WarmUpTokens = 16;

    public static void Print(string title, string model, int threads, double bytesPerSecond, InferenceOptions options)
    {
        int context = Math.Max(options.Prefills.Max(), options.Decode) + 64;
        using var ours = new ManagedForward(model, context, threads, BatchSize, Streams);
        using LibLlama? theirs = options.LibLlamaFolder is { } folder ? new LibLlama(folder, model, context, threads) : null;
        double limit = bytesPerSecond / ours.WeightBytesPerToken;
        Console.WriteLine();
        Console.WriteLine($"{title}, {threads} thread(s), {ManagedForward.Kernels}, medians of {options.Runs} alternating runs, tokens/s of {(threads == 1 ? "CPU" : "wall")} time");
        Console.WriteLine($"{ours.WeightBytesPerToken / 1e6:F1} MB of weights per token at {bytesPerSecond / 1e9:F1} GB/s: decode at most {limit:F0} where they fit in no cache");
        Console.WriteLine($"{"",-16}{"managed",10}{"libllama",10}{"ratio",8}");
        var random = new Random(1);
        foreach (int length in options.Prefills)
        {
            int[] prompt = Tokens(length);
            Report($"prefill {length}", options.Runs, () => Prefill(threads, prompt, ours.Clear, ours.Compute), theirs is null ? null : () => Prefill(threads, prompt, theirs.Clear, theirs.Compute));
        }

        int[] answer = Tokens(options.Decode);
        double one = Report($"decode {answer.Length}", options.Runs, () => Decode(threads, answer, ours.Clear, ours.Compute), theirs is null ? null : () => Decode(threads, answer, theirs.Clear, theirs.Compute));
        double all = Report($"decode {Streams} x {answer.Length}", options.Runs, () => Streams * Decode(threads, answer, ours.Clear, ours.ComputeStreams), null);
        Console.WriteLine($"decode reaches {one / limit:P0} of the memory's limit; a batch of {Streams} sequences gives {all / one:F2} times one sequence's tokens");

        int[] Tokens(int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(3, ours.Vocabulary))];
    }

    /// <summary>Prints a row and returns our median.</summary>
    private static double Report(string name, int runs, Func<double> ours, Func<double>? theirs)
    {
        var our = new List<double>();
        var their = new List<double>();
        // The first two runs warm up both sides.
        for (int run = -2; run < runs; run++)
        {
            double speed = ours();
            double peer = theirs?.Invoke() ?? 0;
            if (run < 0) continue;
            our.Add(speed);
            their.Add(peer);
        }

        string peers = theirs is null ? "" : $"{Median(their),10:F0}{Median(our) / Median(their),8:F2}";
        Console.WriteLine($"{name,-16}{Median(our),10:F0}{peers}");
        return Median(our);
    }

    private static double Prefill(int threads, int[] tokens, Action clear, Action<int[]> compute)
    {
        clear();
        return Speed(threads, tokens.Length, () => compute(tokens));
    }

    private static double Decode(int threads, int[] tokens, Action clear, Action<int[]> compute)
    {
        clear();
        var one = new int[1];
        Feed(WarmUpTokens);
        return Speed(threads, tokens.Length, () => Feed(tokens.Length));

        void Feed(int count)
        {
            foreach (int token in tokens.AsSpan(0, Math.Min(count, tokens.Length)))
            {
                one[0] = token;
                compute(one);
            }
        }
    }

    /// <summary>Tokens a second: of the processor's time with one thread, which neighbours cannot take away, of the wall's with more.</summary>
    private static double Speed(int threads, int tokens, Action compute)
    {
        double from = Nanoseconds();
        compute();
        return tokens * 1e9 / (Nanoseconds() - from);

        double Nanoseconds() => threads == 1 ? CpuClock.OfThread() : Stopwatch.GetElapsedTime(0).TotalNanoseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
