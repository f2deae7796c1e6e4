using System.Diagnostics;
using Vitrine.Benchmarks.Harness;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;

namespace Vitrine.Benchmarks.Server;

/// <summary>The engine in this process, without a server.</summary>
internal sealed class EngineAnswerer(string model, int slots, int threads) : IAnswerer, IDisposable
{
    private readonly TextEngine _engine = TextEngine.Load(model, new EngineOptions { Slots = slots, Threads = threads });

    /// <summary>CPU time that a reader of the tokens takes for each, in nanoseconds; without one nobody reads them.</summary>
    public double? ReaderNs { get; set; }

    public int ProcessId => Environment.ProcessId;

    public async Task<Answer> AnswerAsync(ulong seed, int tokens)
    {
        var from = Stopwatch.GetTimestamp();
        var request = GenerationRequest.FromChat([new ChatMessage("user", IAnswerer.Question)], new SamplingOptions { Seed = seed, MaxTokens = tokens, IgnoreEnd = true });
        if (!_engine.TrySubmit(request, out var generation, out var refusal)) throw new InvalidOperationException(refusal.Message);
        if (ReaderNs is { } busy) await ReadAsync(generation, busy);
        var result = await generation.GetResultAsync();
        var timings = result.Timings;
        var first = timings.FirstToken == 0 ? timings.Finished : timings.FirstToken;
        return new Answer(
            result.OutputTokens,
            (Stopwatch.GetElapsedTime(from, first) - Stopwatch.GetElapsedTime(timings.SlotStarted, first)).TotalMilliseconds,
            Stopwatch.GetElapsedTime(first, timings.LastToken).TotalMilliseconds);
    }

    public void Dispose() => _engine.Dispose();

    private static async Task ReadAsync(TextGeneration generation, double busyNs)
    {
        await foreach (var _ in generation.ReadAllAsync())
        {
            for (var until = CpuClock.OfThread() + busyNs; CpuClock.OfThread() < until;) Thread.SpinWait(10);
        }
    }
}
