using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Forwarding;

/// <summary>What one call of a pod came to.</summary>
/// <param name="Status">What follows from it.</param>
/// <param name="Error">How the request ends, when it ends here and not well.</param>
internal readonly record struct CallResult(CallStatus Status, GatewayError? Error = null)
{
    /// <summary>The request may go to another pod.</summary>
    public static readonly CallResult TryNext = new(CallStatus.TryNext);

    /// <summary>The pod did its part, and nothing of its answer was the client's.</summary>
    public static readonly CallResult Done = new(CallStatus.Done);

    /// <summary>The request is over.</summary>
    public static CallResult Over(GatewayError? error) => new(CallStatus.Over, error);
}
