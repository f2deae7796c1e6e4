namespace Vitrine.Telemetry.Metrics;

/// <summary>A gauge: set to a value, or raised and lowered by open scopes and up-down counters.</summary>
/// <remarks>Whole steps have a word of their own: one interlocked addition, where a sum of doubles would read and try again under contention.</remarks>
/// <param name="labels">See <see cref="Cell.Labels"/>.</param>
/// <param name="labelValues">See <see cref="Cell.LabelValues"/>.</param>
/// <param name="words">The value's bits, then the level.</param>
internal sealed class GaugeCell(byte[] labels, string[] labelValues, Words words) : Cell(labels, labelValues)
{
    /// <summary>Words of a series.</summary>
    public const int WordCount = 2;

    private const int Bits = 0, Level = 1;

    /// <summary>The current value.</summary>
    public double Value => Read(words);

    /// <summary>Reads a value from its words alone.</summary>
    public static double Read(Words words) => BitConverter.Int64BitsToDouble(Volatile.Read(ref words[Bits])) + Volatile.Read(ref words[Level]);

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation) =>
        Volatile.Write(ref words[Bits], BitConverter.DoubleToInt64Bits(value - Volatile.Read(ref words[Level])));

    /// <summary>Raises or lowers it.</summary>
    public void Add(double delta)
    {
        var whole = (long)delta;
        if (whole == delta)
        {
            Interlocked.Add(ref words[Level], whole);
            return;
        }

        ref var bits = ref words[Bits];
        long seen;
        do seen = Volatile.Read(ref bits);
        while (Interlocked.CompareExchange(ref bits, BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + delta), seen) != seen);
    }
}
