namespace Vitrine.Telemetry.Metrics;

/// <summary>One way into a family: from the end of a scope, from its opening, or from a point.</summary>
internal sealed class Feed
{
    private readonly Condition[] _conditions;
    private readonly LabelReader[] _labels;
    private readonly LabelReader[] _varying;
    private readonly Source? _value;
    private readonly SeriesCache _cache;
    private readonly Cell? _only;

    public Feed(Family family, Kind kind, Condition[] conditions, LabelReader[] labels, Source? value)
    {
        (Family, Kind, _conditions, _labels, _value) = (family, kind, conditions, labels, value);
        _varying = [.. labels.Where(label => label.Constant is null)];
        _cache = new SeriesCache(_varying.Length, family.Options.SeriesLimit * 2);
        if (_varying.Length == 0 && family.Options.Presence == Presence.Zero) _only = family.GetOrAdd([.. labels.Select(label => label.Constant!)]);
    }

    public Family Family { get; }

    public Kind Kind { get; }

    /// <summary>Records one observation, if the conditions hold and the value is there.</summary>
    public void Record(Operation operation)
    {
        if (TryObserve(operation, out var value)) CellOf(new OperationReader(operation)).Record(value, operation);
    }

    /// <summary>Raises the gauge of an opening scope and has the scope lower the same cell at its end.</summary>
    public void Raise(Operation operation)
    {
        var reader = new OperationReader(operation);
        if (Condition.All(_conditions, reader)) operation.Hold((GaugeCell)CellOf(reader));
    }

    /// <summary>What <see cref="Record"/> would record, or false when the conditions do not hold.</summary>
    public bool TryObserve(Operation operation, out double value)
    {
        var reader = new OperationReader(operation);
        value = 1;
        if (!Condition.All(_conditions, reader)) return false;
        if (_value is null) return true;
        if (!_value.TryRead(reader, out var read)) return false;
        value = read.AsDouble();
        return true;
    }

    /// <summary>The series that these facts choose, made if needed.</summary>
    public Cell CellOf<TReader>(in TReader reader) where TReader : struct, IFactReader
    {
        if (_only is not null) return _only;
        LabelKeys keys = default;
        for (var i = 0; i < _varying.Length; i++) _varying[i].Read(reader, ref keys[i]);
        return _cache.Find(ref keys, out var hash) ?? Make(ref keys, hash);
    }

    /// <summary>The series that these facts chose when they were recorded, or null; makes none.</summary>
    public Cell? Find(Operation operation)
    {
        if (_only is not null) return _only;
        var reader = new OperationReader(operation);
        LabelKeys keys = default;
        for (var i = 0; i < _varying.Length; i++) _varying[i].Read(reader, ref keys[i]);
        return _cache.Find(ref keys, out _);
    }

    private Cell Make(ref LabelKeys keys, uint hash)
    {
        var values = new string[_labels.Length];
        for (int i = 0, varying = 0; i < values.Length; i++)
        {
            values[i] = _labels[i].Constant ?? _labels[i].Render(keys[varying++]);
        }

        var cell = Family.GetOrAdd(values);
        _cache.Add(ref keys, hash, cell);
        return cell;
    }
}
