using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// A counter that starts as one word and widens into stripes when two threads first collide on it: most series are never contended,
/// and those that are cost the same on every core.
/// </summary>
/// <param name="labels">See <see cref="Cell.Labels"/>.</param>
/// <param name="labelValues">See <see cref="Cell.LabelValues"/>.</param>
/// <param name="words">One word: the count. Its sign says that the cell knows more: stripes or a fraction.</param>
internal sealed class CounterCell(byte[] labels, string[] labelValues, Words words) : Cell(labels, labelValues)
{
    /// <summary>Words of a series.</summary>
    public const int WordCount = 1;

    private const long KnowsMore = long.MinValue;
    private const long LargestWhole = 1L << 53;
    private Stripe[]? _stripes;
    private double _fraction;
    private int _turn;

    /// <summary>The sum; not a snapshot across stripes, but never less than an earlier read once writers pause.</summary>
    public double Value
    {
        get
        {
            var sum = Volatile.Read(ref words[0]) & ~KnowsMore;
            if (Volatile.Read(ref _stripes) is { } stripes)
            {
                // Slot 0 is empty: an array's first element shares its cache line with the length that every bounds check reads.
                for (var i = 1; i < stripes.Length; i++) sum += Volatile.Read(ref stripes[i].Count);
            }

            var fraction = Volatile.Read(ref _fraction);
            return fraction == 0 ? sum : sum + fraction;
        }
    }

    /// <summary>Reads a count from its word alone; false when only the cell knows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(Words words, out long count)
    {
        count = Volatile.Read(ref words[0]);
        return count >= 0;
    }

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation)
    {
        var whole = (long)value;
        if (whole == value && (ulong)whole <= LargestWhole) Add(whole);
        else if (value > 0 && double.IsFinite(value)) AddFraction(value);
    }

    /// <summary>Adds a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long n)
    {
        ref var count = ref (_stripes is { } stripes ? ref stripes[Stripes.Of(_turn) + 1].Count : ref words[0]);
        var seen = Volatile.Read(ref count);
        if (Interlocked.CompareExchange(ref count, seen + n, seen) != seen) AddAfterCollision(n);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddAfterCollision(long n)
    {
        if (_stripes is null) Widen();
        else if (_turn < Stripes.LastTurn) _turn++;
        Interlocked.Add(ref _stripes![Stripes.Of(_turn) + 1].Count, n);
    }

    private void Widen()
    {
        // The mark first: whoever finds the stripes may count there, and a page must then know where to look.
        Interlocked.Or(ref words[0], KnowsMore);
        Interlocked.CompareExchange(ref _stripes, new Stripe[Stripes.Count + 1], null);
    }

    private void AddFraction(double value)
    {
        double seen;
        Interlocked.Or(ref words[0], KnowsMore);
        do seen = Volatile.Read(ref _fraction);
        while (Interlocked.CompareExchange(ref _fraction, seen + value, seen) != seen);
    }
}
