using System.Diagnostics;
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
        if (operation?.Span is { Recorded: true } span) Remember(_buckets.IndexOf(value), value, span, operation);
    }

    /// <summary>Counts one observation; one that is not finite is counted in its bucket and kept out of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(double value)
    {
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

    private void Remember(int bucket, double value, Activity span, Operation operation)
    {
        var now = operation.StartedAt.ToUnixTimeMilliseconds() / 1000d;
        var old = Volatile.Read(ref _exemplars[bucket]);
        if (old is not null && now - old.UnixSeconds < 1) return;
        Volatile.Write(ref _exemplars[bucket], new Exemplar(span.TraceId, span.SpanId, value, now));
    }
}
