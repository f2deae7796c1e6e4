using System.Numerics;
using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// The numbers of a family's series, apart from the cells that write them: a page reads them one after another and touches no cell, for
/// cells are scattered over the heap and waiting for them was most of what a large page cost.
/// </summary>
/// <remarks>
/// A chunk has rows a cache line apart, and series fill the first places of all rows before the second: so many series in turn never share
/// a line, the first of a family above all. Later ones come to stand beside those, so that a large family stays dense. Two threads on two
/// series of one line slow each other as on one word; they lose no count, and must hit two hot series far apart in age to meet.
/// Added to under the family's lock; read without one.
/// </remarks>
/// <param name="words">How many words a series has.</param>
/// <param name="rows">Rows of a chunk, a power of two.</param>
internal sealed class WordStore(int words, int rows = 32)
{
    // With so many words between them, two are on different lines of 64 bytes, however the array lies in memory. The same gap keeps the
    // first row off the line of the array's length, which every bounds check reads.
    private const int Gap = 7;

    private readonly int _rowWords = words + Gap;
    private readonly int _rowsLog = BitOperations.Log2((uint)rows);
    private readonly int _seriesPerRowLog = BitOperations.Log2((uint)((words + Gap) / words));
    private long[][] _chunks = [];
    private int _count;

    /// <summary>The words of the series with this number, in the order of adding.</summary>
    public Words this[int series]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var row = series & ((1 << _rowsLog) - 1);
            var place = (series >> _rowsLog) & ((1 << _seriesPerRowLog) - 1);
            return new Words(_chunks[series >> (_rowsLog + _seriesPerRowLog)], Gap + (row * _rowWords) + (place * words));
        }
    }

    /// <summary>Adds a series, all words 0.</summary>
    public Words Add()
    {
        var chunk = _count >> (_rowsLog + _seriesPerRowLog);
        if (chunk == _chunks.Length) _chunks = [.. _chunks, new long[Gap + (_rowWords << _rowsLog)]];
        return this[_count++];
    }
}
