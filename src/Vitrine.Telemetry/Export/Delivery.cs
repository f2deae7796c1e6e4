using OpenTelemetry;

namespace Vitrine.Telemetry.Export;

/// <summary>One batch on its way out. Unless it is said to have ended well, its items count as lost, whatever was thrown.</summary>
internal struct Delivery : IDisposable
{
    private readonly Admission _admission;
    private readonly long _items;
    private bool _arrived;

    /// <summary>Takes the items out of the queue.</summary>
    public Delivery(Admission admission, long items)
    {
        (_admission, _items) = (admission, items);
        admission.Depart(items);
    }

    /// <summary>Notes how it ended.</summary>
    public ExportResult Ended(ExportResult result)
    {
        _arrived = result == ExportResult.Success;
        return result;
    }

    /// <inheritdoc/>
    public readonly void Dispose() => _admission.Arrive(_items, _arrived);
}
