using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;

namespace Vitrine.Chaos.Coverage;

/// <summary>What one iteration saw, as words that can be counted. docs/chaos.md defines the four kinds.</summary>
internal sealed class IterationCoverage
{
    private const int SequenceLength = 3;

    private readonly HashSet<string>[] _seen = [.. CoverageDimensions.All.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
    private readonly Queue<string> _messages = new();
    private readonly Queue<string> _events = new();
    private Strike? _strike;
    private int _sinceStrike;
    private string _lastFault = FaultNames.None;

    /// <summary>What was seen, by dimension.</summary>
    public IReadOnlySet<string> this[CoverageDimension dimension] => _seen[(int)dimension];

    /// <summary>After which faults which invariants were looked at.</summary>
    public HashSet<(string Fault, Invariant Invariant)> Pairs { get; } = [];

    /// <summary>An invariant was looked at after a strike.</summary>
    public void Saw(Strike? strike, Invariant invariant)
    {
        // Invariants are looked at for every entry of a log: only the first time after a strike is news.
        if (strike != _strike) _sinceStrike = 0;
        _strike = strike;
        if ((_sinceStrike & 1 << (int)invariant) != 0) return;
        _sinceStrike |= 1 << (int)invariant;
        var fault = FaultNames.Of(strike?.Fault);
        Pairs.Add((fault, invariant));
        _seen[(int)CoverageDimension.State].Add($"{fault} {strike?.State ?? "untouched"} {InvariantNames.Of(invariant)}");
    }

    /// <summary>A command was answered.</summary>
    /// <param name="kind">What it was and how it ended, such as <c>append:acknowledged</c>.</param>
    public void Message(string kind)
    {
        Follow(_messages, CoverageDimension.Messages, kind);
        Event(kind);
    }

    /// <summary>A fault struck.</summary>
    public void Fault(Strike strike)
    {
        var fault = FaultNames.Of(strike.Fault);
        _seen[(int)CoverageDimension.Faults].Add($"{_lastFault} {fault}");
        _lastFault = fault;
        Event(fault);
    }

    /// <summary>Something else happened.</summary>
    public void Event(string kind) => Follow(_events, CoverageDimension.Events, kind);

    private void Follow(Queue<string> last, CoverageDimension dimension, string kind)
    {
        last.Enqueue(kind);
        if (last.Count > SequenceLength) last.Dequeue();
        if (last.Count == SequenceLength) _seen[(int)dimension].Add(string.Join(' ', last));
    }
}
