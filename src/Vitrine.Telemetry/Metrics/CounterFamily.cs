using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of counters.</summary>
internal sealed class CounterFamily(FamilyOptions options) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, "counter");

    public override void Write(ref PageWriter page, StateReads states)
    {
        if (Cells.IsEmpty && Options.Presence == Presence.Absent && !RowFeed.AnyRow(Rows, states)) return;
        page.Header(_header);
        foreach (var cell in Cells) page.Line(_header, cell.Labels, ((CounterCell)cell).Value);
        foreach (var row in Rows) row.Write(ref page, _header, states);
    }

    protected override Cell Create(byte[] labels, string[] values) => new CounterCell(labels, values);
}
