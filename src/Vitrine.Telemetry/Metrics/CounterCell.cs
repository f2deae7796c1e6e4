using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// A counter that starts as one word and widens into stripes when two threads first collide on it: most series are never contended,
/// and those that are cost the same on every core.
/// </summary>
internal sealed class CounterCell(byte[] labels, string[] labelValues) : Cell(labels, labelValues)
{
    private long _count;
    private Stripe[]? _stripes;
    private double _fraction;

    /// <summary>The sum; not a snapshot across stripes, but never less than an earlier read once writers pause.</summary>
    public double Value
    {
        get
        {
            var sum = Volatile.Read(ref _count);
            if (Volatile.Read(ref _stripes) is { } stripes)
            {
                // Slot 0 is empty: an array's first element shares its cache line with the length that every bounds check reads.
                for (var i = 1; i < stripes.Length; i++) sum += Volatile.Read(ref stripes[i].Count);
            }

            var fraction = Volatile.Read(ref _fraction);
            return fraction == 0 ? sum : sum + fraction;
        }
    }

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation)
    {
        var whole = (long)value;
        if (whole == value && whole >= 0) Add(whole);
        else if (value > 0 && double.IsFinite(value)) AddFraction(value);
    }

    /// <summary>Adds a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long n)
    {
        var stripes = _stripes;
        if (stripes is null)
        {
            var seen = Volatile.Read(ref _count);
            if (Interlocked.CompareExchange(ref _count, seen + n, seen) == seen) return;
            stripes = Widen();
        }

        Interlocked.Add(ref stripes[Stripes.Current + 1].Count, n);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Stripe[] Widen()
    {
        Interlocked.CompareExchange(ref _stripes, new Stripe[Stripes.Count + 1], null);
        return _stripes;
    }

    private void AddFraction(double value)
    {
        double seen;
        do seen = Volatile.Read(ref _fraction);
        while (Interlocked.CompareExchange(ref _fraction, seen + value, seen) != seen);
    }
}
