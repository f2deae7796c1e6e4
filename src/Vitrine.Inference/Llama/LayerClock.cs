using System.Diagnostics;

namespace Vitrine.Inference.Llama;

/// <summary>Where the time of one batch went, layer by layer, as the team's first member saw it: waiting at barriers is part of the time.</summary>
internal sealed class LayerClock(int layers)
{
    private readonly long[] _attention = new long[layers];
    private readonly long[] _feedForward = new long[layers];
    private long _last;

    /// <summary>Ticks of <see cref="Stopwatch"/> from the norm before attention to the sum behind it.</summary>
    public ReadOnlySpan<long> Attention => _attention;

    /// <summary>Ticks from the norm before the feed-forward to the sum behind it.</summary>
    public ReadOnlySpan<long> FeedForward => _feedForward;

    /// <summary>A batch begins with its first layer.</summary>
    public void Begin() => _last = Stopwatch.GetTimestamp();

    /// <summary>The attention of a layer is done.</summary>
    public void EndAttention(int layer) => _attention[layer] = Lap();

    /// <summary>The feed-forward of a layer is done.</summary>
    public void EndFeedForward(int layer) => _feedForward[layer] = Lap();

    private long Lap()
    {
        long now = Stopwatch.GetTimestamp();
        long elapsed = now - _last;
        _last = now;
        return elapsed;
    }
}
