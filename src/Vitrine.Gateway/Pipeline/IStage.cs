using Vitrine.Telemetry;

namespace Vitrine.Gateway.Pipeline;

/// <summary>One stage of a request's way. The pipeline opens its scope, runs it, ends the scope, and stops at the first that answers with an error.</summary>
internal interface IStage
{
    /// <summary>The scope that the stage runs in.</summary>
    Kind Scope { get; }

    /// <summary>Does the stage's part on the exchange, or says why the request ends here. The scope is the pipeline's to end.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="scope">The stage's own scope: plugins and attempts begin below it.</param>
    ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope);
}
