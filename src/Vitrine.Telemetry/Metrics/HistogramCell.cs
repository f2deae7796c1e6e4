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
    // 16 longs are 128 bytes: blocks of two stripes never share a cache line, nor does the first with the array's length.
    private const int Pad = 16;
    private readonly Buckets _buckets;
    private readonly Exemplar?[] _exemplars;
    private readonly long[] _narrow;
    private readonly int _width;
    private long[]? _wide;
    private Forward? _forward;

    public HistogramCell(byte[] labels, string[] labelValues, Buckets buckets) : base(labels, labelValues)
    {
        _buckets = buckets;
        _width = ((buckets.Count + 1 + Pad - 1) / Pad * Pad) + Pad;
        _narrow = new long[Pad + _width];
        _exemplars = new Exemplar?[buckets.Count];
    }

    /// <summary>The bounds.</summary>
    public Buckets Buckets => _buckets;

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
        var blocks = _narrow;
        var start = Pad;
        if (_wide is { } wide)
        {
            blocks = wide;
            start += Stripes.Current * _width;
        }

        Interlocked.Increment(ref blocks[start + 1 + _buckets.IndexOf(value)]);
        var seen = Volatile.Read(ref blocks[start]);
        var next = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value);
        if (!double.IsFinite(value)) return;
        if (Interlocked.CompareExchange(ref blocks[start], next, seen) != seen) AddAfterCollision(blocks, start, value);
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
        var sum = AddBlock(_narrow, Pad, counts);
        if (Volatile.Read(ref _wide) is not { } wide) return sum;
        for (var start = Pad; start < wide.Length; start += _width) sum += AddBlock(wide, start, counts);
        return sum;
    }

    /// <summary>The exemplar of a bucket, or null.</summary>
    public Exemplar? ExemplarOf(int bucket) => Volatile.Read(ref _exemplars[bucket]);

    private static double AddBlock(long[] blocks, int start, Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += Volatile.Read(ref blocks[start + 1 + i]);
        return BitConverter.Int64BitsToDouble(Volatile.Read(ref blocks[start]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddAfterCollision(long[] blocks, int start, double value)
    {
        long seen;
        do seen = Volatile.Read(ref blocks[start]);
        while (Interlocked.CompareExchange(ref blocks[start], BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value), seen) != seen);
        if (_wide is null) Interlocked.CompareExchange(ref _wide, new long[Pad + (Stripes.Count * _width)], null);
    }

    private void Remember(int bucket, double value, Activity span, double now)
    {
        var old = Volatile.Read(ref _exemplars[bucket]);
        if (old is not null && now - old.UnixSeconds < 1) return;
        Volatile.Write(ref _exemplars[bucket], new Exemplar(span.TraceId, span.SpanId, value, now));
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
