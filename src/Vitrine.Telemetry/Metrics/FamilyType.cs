namespace Vitrine.Telemetry.Metrics;

/// <summary>The shape of a metric family.</summary>
internal enum FamilyType
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts per bucket, with a sum.</summary>
    Histogram,

    /// <summary>Three gauges <c>_avg</c>, <c>_min</c>, <c>_max</c> over the life of the process.</summary>
    Stat,
}

/// <summary>What a family shows before anything happened.</summary>
internal enum Presence
{
    /// <summary>Its series, at zero: every combination of closed label values.</summary>
    Zero,

    /// <summary>HELP and TYPE, no series.</summary>
    Header,

    /// <summary>Nothing.</summary>
    Absent,
}
