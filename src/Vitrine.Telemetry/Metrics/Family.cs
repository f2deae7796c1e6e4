using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A metric family of a pack: its name, help, labels and series. Series are made once and never removed.</summary>
internal abstract class Family
{
    private const string Folded = "other";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Cell> _byLabels = new(StringComparer.Ordinal);
    private Cell[] _cells = new Cell[4];
    private int _count;

    protected Family(FamilyOptions options) => Options = options;

    public FamilyOptions Options { get; }

    public string Name => Options.Name;

    /// <summary>The series, in the order in which they were made.</summary>
    public ReadOnlySpan<Cell> Cells
    {
        get
        {
            var count = Volatile.Read(ref _count);
            return _cells.AsSpan(0, count);
        }
    }

    /// <summary>Rows read at scrape that also belong to this family.</summary>
    public List<RowFeed> Rows { get; } = [];

    /// <summary>The label whose values exceeded the series limit, or null.</summary>
    public string? ExplodedLabel { get; private set; }

    /// <summary>How often a series was folded because of the limit.</summary>
    public long Folds { get; private set; }

    /// <summary>Called once for every new cell, for example to publish it as an instrument.</summary>
    public Action<Cell>? CellMade { get; set; }

    /// <summary>The cell of these label values, made if needed; folded when the limit is reached. Cold: a cache stands in front of it.</summary>
    public Cell GetOrAdd(string[] values)
    {
        var key = string.Join('\u0001', values);
        lock (_gate)
        {
            if (_byLabels.TryGetValue(key, out var known)) return known;
            if (_count < Options.SeriesLimit) return Make(key, values);
            return Fold(values);
        }
    }

    /// <summary>Writes the family: header and series.</summary>
    public abstract void Write(ref PageWriter page, StateReads states);

    protected abstract Cell Create(byte[] labels, string[] values);

    private Cell Make(string key, string[] values)
    {
        var cell = Create(LabelText.Render(Options.LabelNames, values), values);
        _byLabels.Add(key, cell);
        if (_count == _cells.Length) Array.Resize(ref _cells, _count * 2);
        _cells[_count] = cell;
        Volatile.Write(ref _count, _count + 1);
        CellMade?.Invoke(cell);
        return cell;
    }

    private Cell Fold(string[] values)
    {
        Folds++;
        var exploded = MostVaried();
        ExplodedLabel = Options.LabelNames[exploded];
        var folded = (string[])values.Clone();
        folded[exploded] = Folded;
        var key = string.Join('\u0001', folded);
        if (_byLabels.TryGetValue(key, out var known)) return known;
        // A few folded series may exceed the limit, so that the other labels keep their meaning; then everything folds into one.
        if (_count < Options.SeriesLimit + 64) return Make(key, folded);
        Array.Fill(folded, Folded);
        key = string.Join('\u0001', folded);
        return _byLabels.TryGetValue(key, out known) ? known : Make(key, folded);
    }

    private int MostVaried()
    {
        var (best, most) = (0, -1);
        for (var i = 0; i < Options.LabelNames.Length; i++)
        {
            var index = i;
            var distinct = _cells.Take(_count).Select(cell => cell.LabelValues[index]).Distinct(StringComparer.Ordinal).Count();
            if (distinct > most) (best, most) = (i, distinct);
        }

        return best;
    }
}
