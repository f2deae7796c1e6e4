using System.Collections.Concurrent;

namespace Vitrine.Telemetry;

/// <summary>What one service does with one kind: who looks at it, whether it has a span, and the pool its operations come from.</summary>
internal sealed class KindPlan
{
    private const int PoolLimit = 4096;
    private readonly ConcurrentQueue<Operation> _pool = new();
    private Operation? _fast;
    private int _made;

    public KindPlan(VitrineTelemetry owner, Kind kind)
    {
        Owner = owner;
        Kind = kind;
    }

    public VitrineTelemetry Owner { get; }

    public Kind Kind { get; }

    /// <summary>The projections that want this kind, in order.</summary>
    public IsolatedProjection[] Projections { get; set; } = [];

    /// <summary>How its span is called, or null when it has none.</summary>
    public Traces.SpanPlan? Span { get; set; }

    public Operation Rent()
    {
        var fast = _fast;
        if (fast is not null && Interlocked.CompareExchange(ref _fast, null, fast) == fast) return fast;
        return _pool.TryDequeue(out var pooled) ? pooled : new Operation(this, Interlocked.Increment(ref _made) - 1);
    }

    public void Return(Operation operation)
    {
        if (_fast is null && Interlocked.CompareExchange(ref _fast, operation, null) is null) return;
        if (_pool.Count < PoolLimit) _pool.Enqueue(operation);
    }
}
