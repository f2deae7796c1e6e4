namespace Vitrine.Telemetry;

/// <summary>How a scope ended. <c>docs/outcomes.md</c> says which status, log level and counting rule each has.</summary>
public enum Outcome
{
    /// <summary>It did what was asked.</summary>
    Ok,

    /// <summary>It failed.</summary>
    Error,

    /// <summary>It ran out of time.</summary>
    Timeout,

    /// <summary>A guard refused it before work was done.</summary>
    Rejected,

    /// <summary>The client left.</summary>
    Cancelled,

    /// <summary>Its parent ended first.</summary>
    Abandoned,
}
