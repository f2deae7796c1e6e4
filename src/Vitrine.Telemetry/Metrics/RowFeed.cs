using System.Diagnostics.Metrics;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>Shows the rows of a state as series: a row that is gone is a series that is gone.</summary>
internal sealed class RowFeed(Kind state, Condition[] conditions, LabelReader[] labels, Source? value)
{
    public Kind State => state;

    /// <summary>Whether any of these feeds has a row to show.</summary>
    public static bool AnyRow(List<RowFeed> feeds, StateReads states)
    {
        foreach (var feed in feeds)
        {
            if (states.TableOf(feed.State) is { Count: > 0 }) return true;
        }

        return false;
    }

    /// <summary>Writes one line per row that meets the conditions and has the value.</summary>
    public void Write(ref PageWriter page, FamilyHeader header, StateReads states)
    {
        var table = states.TableOf(state);
        for (var row = 0; row < table?.Count; row++)
        {
            if (!TryObserve(table, row, out var number)) continue;
            page.BeginLine(header);
            for (var i = 0; i < labels.Length; i++) page.Label(labels[i].Name, LabelOf(table, row, i), i == 0);
            page.EndLine(labels.Length > 0, number);
        }
    }

    /// <summary>Collects the rows as measurements of a published instrument.</summary>
    public void Collect(StateReads states, List<Measurement<double>> to)
    {
        var table = states.TableOf(state);
        for (var row = 0; row < table?.Count; row++)
        {
            if (!TryObserve(table, row, out var number)) continue;
            var tags = new KeyValuePair<string, object?>[labels.Length];
            for (var i = 0; i < labels.Length; i++) tags[i] = new(labels[i].Name, LabelOf(table, row, i));
            to.Add(new Measurement<double>(number, tags));
        }
    }

    /// <summary>The sum over the rows, for reconciliation.</summary>
    public double Sum(StateReads states)
    {
        var sum = 0d;
        var table = states.TableOf(state);
        for (var row = 0; row < table?.Count; row++)
        {
            if (TryObserve(table, row, out var number)) sum += number;
        }

        return sum;
    }

    private bool TryObserve(StateTable table, int row, out double number)
    {
        var reader = new RowReader(table, row);
        number = 1;
        if (!Condition.All(conditions, reader)) return false;
        if (value is null) return true;
        if (!value.TryRead(reader, out var read)) return false;
        number = read.AsDouble();
        return true;
    }

    private string LabelOf(StateTable table, int row, int label)
    {
        LabelKey key = default;
        if (labels[label].Constant is null) labels[label].Read(new RowReader(table, row), ref key);
        return labels[label].Render(key);
    }
}
