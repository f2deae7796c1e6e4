namespace Vitrine.Telemetry;

/// <summary>Writes the rows of a state. A row that is not written is a series that is not shown: an unloaded model, a node that left.</summary>
public delegate void StateReader(ref StateRows rows);

/// <summary>The rows of one state, being written: <see cref="Begin"/> a row, then set its facts.</summary>
public ref struct StateRows
{
    private readonly StateTable _table;

    internal StateRows(StateTable table) => _table = table;

    /// <summary>Begins the next row.</summary>
    public readonly void Begin() => _table.Begin();

    /// <summary>Sets a text fact of the current row.</summary>
    public readonly void Set(Fact<string> fact, string? value)
    {
        if (value is not null) _table.Slot(fact).Write(value);
    }

    /// <summary>Sets an integer fact of the current row.</summary>
    public readonly void Set(Fact<long> fact, long value) => _table.Slot(fact).Write(value);

    /// <summary>Sets a real fact of the current row.</summary>
    public readonly void Set(Fact<double> fact, double value) => _table.Slot(fact).Write(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Sets a flag of the current row.</summary>
    public readonly void Set(Fact<bool> fact, bool value) => _table.Slot(fact).Write(value ? 1 : 0);

    /// <summary>Sets a duration of the current row.</summary>
    public readonly void Set(Fact<TimeSpan> fact, TimeSpan value) => _table.Slot(fact).Write(value.Ticks);
}
