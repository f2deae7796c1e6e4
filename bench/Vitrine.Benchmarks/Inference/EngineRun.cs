using System.Diagnostics;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;

namespace Vitrine.Benchmarks.Inference;

/// <summary>The whole way through the engine: queue, sampling, text and events, from the first token to the last.</summary>
internal static class EngineRun
{
    public static void Print(string model, int threads, InferenceOptions options)
    {
        using TextEngine engine = TextEngine.Load(model, new EngineOptions { Threads = threads });
        var speeds = new List<double>();
        var firstTokensMs = new List<double>();
        // A model may end its answer early: tokens per second are taken over the tokens that came.
        for (ulong run = 0; speeds.Count < options.Runs && run < 100 * (ulong)options.Runs; run++)
        {
            var request = GenerationRequest.FromChat([new ChatMessage("user", "Why is my p99 latency high?")], new SamplingOptions { Seed = run, MaxTokens = options.Decode });
            if (!engine.TrySubmit(request, out TextGeneration? generation, out SubmitRefusal? refusal)) throw new InvalidOperationException(refusal.Message);
            GenerationResult result = generation.GetResultAsync().GetAwaiter().GetResult();
            if (result.OutputTokens < 2) continue;
            speeds.Add((result.OutputTokens - 1) / Stopwatch.GetElapsedTime(result.Timings.FirstToken, result.Timings.LastToken).TotalSeconds);
            firstTokensMs.Add(Stopwatch.GetElapsedTime(result.Timings.Queued, result.Timings.FirstToken).TotalMilliseconds);
        }

        if (speeds.Count > 0) Console.WriteLine($"{"engine decode",-16}{Median(speeds),10:F0}   time to first token {Median(firstTokensMs):F2} ms");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
