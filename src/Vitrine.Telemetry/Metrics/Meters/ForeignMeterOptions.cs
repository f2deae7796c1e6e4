using System.Diagnostics.Metrics;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>Which BCL meters of the process are shown on the metrics page.</summary>
public sealed record ForeignMeterOptions
{
    /// <summary>Names of meters, <c>*</c> for any text. Default: all.</summary>
    public IReadOnlyList<string> Include { get; init; } = ["*"];

    /// <summary>
    /// Names of meters, or of single instruments as <c>METER/INSTRUMENT</c>, that are left out even so. Default <c>Private.*</c>, which the runtime uses for itself, and Kestrel's memory pool, which reports
    /// every rented block of every request: half a microsecond of each, for figures that few read.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = ["Private.*", "Microsoft.AspNetCore.MemoryPool"];

    /// <summary>The service's meter factory: its meters belong to the service and to no other of the process. Null: none do.</summary>
    public IMeterFactory? Factory { get; init; }

    /// <summary>Whether meters without a factory are shown: the runtime's, and an application's static ones. Right when the process hosts one service. Default true.</summary>
    public bool IncludeProcess { get; init; } = true;

    /// <summary>The most series one instrument makes; beyond it the label that exploded folds to <c>other</c>. Default 2,000.</summary>
    public int SeriesLimit { get; init; } = 2000;

    /// <summary>Whether they also stand on the page of a service without the pack <c>otel</c>. Default false: a documented page shows what its document says.</summary>
    public bool OnEveryPage { get; init; }
}
