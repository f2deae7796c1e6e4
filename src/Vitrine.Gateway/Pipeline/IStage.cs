using Vitrine.Telemetry;

namespace Vitrine.Gateway.Pipeline;

/// <summary>One stage of a request's way. The pipeline opens its scope, runs it, and stops at the first that answers with an error.</summary>
internal interface IStage
{
    /// <summary>The scope that the stage runs in, or null for a stage that tells its own story.</summary>
    Kind? Scope { get; }

    /// <summary>Does the stage's part on the exchange, or says why the request ends here.</summary>
    ValueTask<GatewayError?> RunAsync(Exchange exchange);
}
