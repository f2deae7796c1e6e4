namespace Vitrine.Telemetry.Metrics;

/// <summary>Something that facts are read from: an operation or a row of a state.</summary>
internal interface IFactReader
{
    /// <summary>The operation, for what only operations know; null for rows.</summary>
    Operation? Operation { get; }

    /// <summary>Reads a fact.</summary>
    bool TryGet(Fact fact, out FactValue value);
}

/// <summary>Reads an operation, own scope first.</summary>
internal readonly struct OperationReader(Operation operation) : IFactReader
{
    public Operation? Operation => operation;

    public bool TryGet(Fact fact, out FactValue value) => operation.TryGet(fact, out value);
}

/// <summary>Reads one row of a state.</summary>
internal readonly struct RowReader(StateTable table, int row) : IFactReader
{
    public Operation? Operation => null;

    public bool TryGet(Fact fact, out FactValue value) => table.TryGet(row, fact, out value);
}
