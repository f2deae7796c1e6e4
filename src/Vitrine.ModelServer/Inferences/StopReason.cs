namespace Vitrine.ModelServer.Inferences;

/// <summary>Why an inference is stopped from outside.</summary>
internal enum StopReason
{
    /// <summary>Nobody stopped it.</summary>
    None,

    /// <summary>The client left.</summary>
    ClientLeft,

    /// <summary>The server ends and its streams had their time.</summary>
    Shutdown,

    /// <summary>It took longer than a request may take.</summary>
    Deadline,

    /// <summary>Another part of the same request failed; the rest is not needed.</summary>
    Failure,
}
