using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Scheduling;
using Vitrine.Telemetry;

namespace Vitrine.Gateway.Forwarding;

/// <summary>How a prefill pod hands its cache to the pod that decodes.</summary>
internal interface IConnector
{
    /// <summary>The name that a ModelServer's <c>kvConnector.type</c> chooses it by.</summary>
    string Name { get; }

    /// <summary>Runs a pair: prefill, then decode to the client.</summary>
    ValueTask<CallResult> RunAsync(Exchange exchange, Operation forward, Candidate pair);
}
