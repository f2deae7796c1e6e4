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
        if (states.TableOf(state) is not { } table) return;
        for (var row = 0; row < table.Count; row++)
        {
            var reader = new RowReader(table, row);
            if (!Condition.All(conditions, reader)) continue;
            var number = 1d;
            if (value is not null)
            {
                if (!value.TryRead(reader, out var read)) continue;
                number = read.AsDouble();
            }

            page.BeginLine(header);
            for (var i = 0; i < labels.Length; i++)
            {
                var key = labels[i].Constant is null ? labels[i].Read(reader) : default;
                page.Label(labels[i].Name, labels[i].Render(key), i == 0);
            }

            page.EndLine(labels.Length > 0, number);
        }
    }

    /// <summary>Collects the rows as measurements of a published instrument.</summary>
    public void Collect(StateReads states, List<Measurement<double>> to)
    {
        if (states.TableOf(state) is not { } table) return;
        for (var row = 0; row < table.Count; row++)
        {
            var reader = new RowReader(table, row);
            if (!Condition.All(conditions, reader)) continue;
            var number = 1d;
            if (value is not null)
            {
                if (!value.TryRead(reader, out var read)) continue;
                number = read.AsDouble();
            }

            var tags = new KeyValuePair<string, object?>[labels.Length];
            for (var i = 0; i < labels.Length; i++) tags[i] = new(labels[i].Name, labels[i].Render(labels[i].Constant is null ? labels[i].Read(reader) : default));
            to.Add(new Measurement<double>(number, tags));
        }
    }

    /// <summary>The sum over the rows, for reconciliation.</summary>
    public double Sum(StateReads states)
    {
        if (states.TableOf(state) is not { } table) return 0;
        var sum = 0d;
        for (var row = 0; row < table.Count; row++)
        {
            var reader = new RowReader(table, row);
            if (!Condition.All(conditions, reader)) continue;
            sum += value is null ? 1 : value.TryRead(reader, out var read) ? read.AsDouble() : 0;
        }

        return sum;
    }
}
