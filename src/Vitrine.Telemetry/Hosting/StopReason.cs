namespace Vitrine.Telemetry.Hosting;

/// <summary>Why work for a request is stopped from outside.</summary>
public enum StopReason
{
    /// <summary>Nobody stopped it.</summary>
    None,

    /// <summary>The client left.</summary>
    ClientLeft,

    /// <summary>The server ends and what runs had its time.</summary>
    Shutdown,

    /// <summary>It took longer than it may take.</summary>
    Deadline,

    /// <summary>Another part of the same request failed; the rest is not needed.</summary>
    Failure,
}
