using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// A histogram with explicit bounds. Sum and counts start in one block and widen into one block per stripe on the first collision; the
/// narrow block keeps what it has. The count of observations is the sum of the buckets, so a page is consistent with itself.
/// </summary>
internal sealed class HistogramCell : Cell
{
    // The words of a series: whether the cell knows more than they say (stripes, exemplars), the bits of the sum, one count per bucket.
    private const int KnowsMore = 0, Sum = 1, FirstCount = 2;
    private readonly Buckets _buckets;
    private readonly Words _narrow;
    private WordStore? _wide;
    private Exemplar?[]? _exemplars;
    private Forward? _forward;
    private int _turn;

    /// <summary>A histogram over <see cref="WordCount"/> words.</summary>
    public HistogramCell(byte[] labels, string[] labelValues, Buckets buckets, Words words) : base(labels, labelValues) =>
        (_buckets, _narrow) = (buckets, words);

    /// <summary>The bounds.</summary>
    public Buckets Buckets => _buckets;

    /// <summary>Words of a series.</summary>
    public static int WordCount(Buckets buckets) => FirstCount + buckets.Count;

    /// <summary>Reads a series from its words alone; false when only the cell knows. See <see cref="Read"/>.</summary>
    public static bool TryRead(Words words, Span<long> counts, out double sum)
    {
        counts.Clear();
        sum = AddBlock(words, counts);
        return Volatile.Read(ref words[KnowsMore]) == 0;
    }

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation)
    {
        Observe(value);
        if (operation?.Span is { Recorded: true } span) Remember(_buckets.IndexOf(value), value, span, operation.StartedAt.ToUnixTimeMilliseconds() / 1000d);
    }

    /// <summary>Counts one observation; one that is not finite is counted in its bucket and kept out of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(double value)
    {
        _forward?.Record(value);
        var block = _wide is { } wide ? wide[Stripes.Of(_turn)] : _narrow;
        Interlocked.Increment(ref block[FirstCount + _buckets.IndexOf(value)]);
        ref var sum = ref block[Sum];
        var seen = Volatile.Read(ref sum);
        var next = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value);
        if (!double.IsFinite(value)) return;
        if (Interlocked.CompareExchange(ref sum, next, seen) != seen) AddAfterCollision(ref sum, value);
    }

    /// <summary>Passes every later observation on to a published instrument as well.</summary>
    public void ForwardTo(Histogram<double> instrument, KeyValuePair<string, object?>[] tags) => Volatile.Write(ref _forward, new Forward(instrument, tags));

    /// <summary>Remembers the span that runs now as the exemplar of this value, for observations that no operation made.</summary>
    public void RememberAmbient(double value, double unixSeconds)
    {
        if (Activity.Current is { Recorded: true } span) Remember(_buckets.IndexOf(value), value, span, unixSeconds);
    }

    /// <summary>Reads the counts per bucket (not cumulative) into <paramref name="counts"/> of length <c>Buckets.Count</c>; returns the sum.</summary>
    public double Read(Span<long> counts)
    {
        counts.Clear();
        var sum = AddBlock(_narrow, counts);
        if (Volatile.Read(ref _wide) is not { } wide) return sum;
        for (var stripe = 0; stripe < Stripes.Count; stripe++) sum += AddBlock(wide[stripe], counts);
        return sum;
    }

    /// <summary>The exemplar of a bucket, or null.</summary>
    public Exemplar? ExemplarOf(int bucket) => Volatile.Read(ref _exemplars) is { } exemplars ? Volatile.Read(ref exemplars[bucket]) : null;

    private static double AddBlock(Words block, Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += Volatile.Read(ref block[FirstCount + i]);
        return BitConverter.Int64BitsToDouble(Volatile.Read(ref block[Sum]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddAfterCollision(ref long sum, double value)
    {
        long seen;
        do seen = Volatile.Read(ref sum);
        while (Interlocked.CompareExchange(ref sum, BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value), seen) != seen);
        if (_wide is null) Widen();
        else if (_turn < Stripes.LastTurn) _turn++;
    }

    private void Widen()
    {
        var wide = new WordStore(WordCount(_buckets), rows: Stripes.Count);
        for (var stripe = 0; stripe < Stripes.Count; stripe++) wide.Add();
        // The mark first: whoever finds the stripes may count there, and a page must then know where to look.
        Volatile.Write(ref _narrow[KnowsMore], 1);
        Interlocked.CompareExchange(ref _wide, wide, null);
    }

    private void Remember(int bucket, double value, Activity span, double now)
    {
        if (_exemplars is null) Interlocked.CompareExchange(ref _exemplars, new Exemplar?[_buckets.Count], null);
        var old = Volatile.Read(ref _exemplars[bucket]);
        if (old is not null && now - old.UnixSeconds < 1) return;
        Volatile.Write(ref _exemplars[bucket], new Exemplar(span.TraceId, span.SpanId, value, now));
        Volatile.Write(ref _narrow[KnowsMore], 1);
    }

    /// <summary>The same series as a published instrument. Nobody listens, as a rule: then it costs one check.</summary>
    private sealed class Forward(Histogram<double> instrument, KeyValuePair<string, object?>[] tags)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Record(double value)
        {
            if (instrument.Enabled) Publish(value);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Publish(double value)
        {
            try
            {
                instrument.Record(value, tags);
            }
            catch (Exception)
            {
                // A listener's callback threw into the instrument. It is the listener's loss: this cell has its own count.
            }
        }
    }
}
