using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>The series of an observable instrument: those that the newest collection reported.</summary>
internal sealed class ObservedFamily(FamilyOptions options, CollectionClock clock) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, options.Type == FamilyType.Counter ? "counter" : "gauge");

    public override void Write(ref PageWriter page, StateReads states)
    {
        if (!Options.IsContinuation) page.Header(_header);
        foreach (var cell in Cells)
        {
            if (cell is ObservedCell { IsCurrent: true } observed) page.Line(_header.Name, cell.Labels, observed.Value);
        }
    }

    protected override Cell Create(byte[] labels, string[] values) => new ObservedCell(labels, values, clock);
}
