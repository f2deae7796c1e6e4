using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Lines;

/// <summary>Counts lines for one term of an equation: those that meet its conditions, or the sum of a fact over them.</summary>
internal sealed class LineTally(Condition[] conditions, Source? sum)
{
    private readonly CounterCell _total = new([], [], Words.Alone(CounterCell.WordCount));

    public double Value => _total.Value;

    public void Count(Operation operation)
    {
        var reader = new OperationReader(operation);
        if (!Condition.All(conditions, reader)) return;
        if (sum is null) _total.Add(1);
        else if (sum.TryRead(reader, out var value)) _total.Record(value.AsDouble(), null);
    }
}
