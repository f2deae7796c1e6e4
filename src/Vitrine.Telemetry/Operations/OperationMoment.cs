namespace Vitrine.Telemetry;

/// <summary>When projections look at an operation.</summary>
internal enum OperationMoment
{
    /// <summary>A scope opened.</summary>
    Opened,

    /// <summary>A point happened.</summary>
    Happened,

    /// <summary>A scope ended.</summary>
    Ended,
}
