namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>Numbers the collections of observable instruments. Used under the scrape lock.</summary>
internal sealed class CollectionClock
{
    /// <summary>The current collection.</summary>
    public long Now { get; private set; }

    /// <summary>Begins the next one.</summary>
    public void Tick() => Now++;
}
