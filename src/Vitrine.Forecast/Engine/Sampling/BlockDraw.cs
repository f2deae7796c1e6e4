using System.Buffers;

namespace Vitrine.Forecast.Engine.Sampling;

/// <summary>
/// Draws stretches of the history: candles come in blocks, so that calm and wild times, and what a candle's wicks and volume have to do with its move, stay
/// together. One instance a forecast; not thread-safe.
/// </summary>
internal sealed class BlockDraw : IDisposable
{
    private readonly int[] _starts;
    private readonly int _count;

    /// <param name="shapes">The candles to draw from.</param>
    /// <param name="sampling">The share and the number of blocks that may be drawn.</param>
    public BlockDraw(CandleShapes shapes, SamplingOptions sampling)
    {
        int candles = shapes.Count - shapes.First;
        Length = Math.Clamp((int)Math.Round(Math.Cbrt(shapes.Count)), 1, candles);
        _count = candles - Length + 1;
        _starts = ArrayPool<int>.Shared.Rent(_count);
        for (int i = 0; i < _count; i++) _starts[i] = shapes.First + i;
        if (sampling.TopP < 1 || sampling.TopK > 0) _count = Keep(shapes.Moves, sampling);
    }

    /// <summary>Candles of a block: the cube root of the history's, as usual for a block bootstrap.</summary>
    public int Length { get; }

    /// <summary>The first candle of a drawn block.</summary>
    public int Next(ref SeededRandom random) => _starts[random.Below(_count)];

    public void Dispose() => ArrayPool<int>.Shared.Return(_starts);

    /// <summary>Moves the blocks that may be drawn to the front: the calmest share, of those the ones most like the present.</summary>
    private int Keep(ReadOnlySpan<double> moves, SamplingOptions sampling)
    {
        var sizes = ArrayPool<double>.Shared.Rent(_count);
        for (int i = 0; i < _count; i++) sizes[i] = Size(moves.Slice(_starts[i], Length));
        double present = sizes[_count - 1];
        sizes.AsSpan(0, _count).Sort(_starts.AsSpan(0, _count));
        int kept = Math.Clamp((int)Math.Ceiling(sampling.TopP * _count), 1, _count);
        if (sampling.TopK > 0 && sampling.TopK < kept)
        {
            foreach (ref double size in sizes.AsSpan(0, kept)) size = Math.Abs(size - present);
            sizes.AsSpan(0, kept).Sort(_starts.AsSpan(0, kept));
            kept = sampling.TopK;
        }

        ArrayPool<double>.Shared.Return(sizes);
        return kept;
    }

    private static double Size(ReadOnlySpan<double> moves)
    {
        double sum = 0;
        foreach (double move in moves) sum += Math.Abs(move);
        return sum;
    }
}
