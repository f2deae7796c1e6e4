using System.Diagnostics;
using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>Adds up a slot's share of every batch, layer by layer. In ticks of <see cref="Stopwatch"/> until somebody reads them.</summary>
internal sealed class LayerTotals(int layers)
{
    private readonly long[] _prefillAttention = new long[layers];
    private readonly long[] _prefillFeedForward = new long[layers];
    private readonly long[] _decodeAttention = new long[layers];
    private readonly long[] _decodeFeedForward = new long[layers];

    /// <summary>A new job begins.</summary>
    public void Reset()
    {
        foreach (long[] ticks in (ReadOnlySpan<long[]>)[_prefillAttention, _prefillFeedForward, _decodeAttention, _decodeFeedForward]) ticks.AsSpan().Clear();
    }

    /// <summary>Adds the batch that was computed last.</summary>
    public void Add(LayerClock clock, bool isPrefill)
    {
        Add(clock.Attention, isPrefill ? _prefillAttention : _decodeAttention);
        Add(clock.FeedForward, isPrefill ? _prefillFeedForward : _decodeFeedForward);
    }

    /// <summary>The totals, first layer first.</summary>
    public LayerTimings[] ToTimings()
    {
        var timings = new LayerTimings[layers];
        for (int i = 0; i < layers; i++)
        {
            timings[i] = new LayerTimings(
                Time(_prefillAttention[i]), Time(_prefillFeedForward[i]), Time(_decodeAttention[i]), Time(_decodeFeedForward[i]));
        }

        return timings;

        static TimeSpan Time(long ticks) => Stopwatch.GetElapsedTime(0, ticks);
    }

    private static void Add(ReadOnlySpan<long> batch, long[] totals)
    {
        for (int i = 0; i < totals.Length; i++) totals[i] += batch[i];
    }
}
