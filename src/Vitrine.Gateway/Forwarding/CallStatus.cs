namespace Vitrine.Gateway.Forwarding;

/// <summary>What follows from one call of a pod.</summary>
internal enum CallStatus
{
    /// <summary>Nothing reached the client: another pod may be tried.</summary>
    TryNext,

    /// <summary>A prefill is done: the decode follows.</summary>
    Done,

    /// <summary>An answer reached the client, or none can.</summary>
    Over,
}
