using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Queueing;
using Vitrine.Gateway.Routing;
using Vitrine.Gateway.Scheduling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Gateway.Pipeline;

/// <summary>
/// One request on its way. Each stage reads what the stages before it wrote and writes its own part, once; nothing else travels beside it.
/// </summary>
/// <param name="context">The client's side.</param>
/// <param name="http">The request's outermost scope.</param>
/// <param name="inference">The inference below it; opened when parsing finds the model.</param>
/// <param name="fleet">The fleet in force when the request came; it keeps it to its end.</param>
internal sealed class Exchange(HttpContext context, Operation http, Operation inference, FleetSnapshot fleet)
{
    /// <summary>The client's side.</summary>
    public HttpContext Context => context;

    /// <summary>The request's outermost scope.</summary>
    public Operation Http => http;

    /// <summary>The inference.</summary>
    public Operation Inference => inference;

    /// <summary>The fleet of this request.</summary>
    public FleetSnapshot Fleet => fleet;

    /// <summary>Fires when the client left, or the stop of the gateway cut what still ran.</summary>
    public CancellationToken Aborted { get; } = context.RequestAborted;

    /// <summary>Whether it was the stop.</summary>
    public bool WasCut => context.Features.Get<IOperationFeature>()?.WasCut ?? false;

    /// <summary>Who asks; written before parsing.</summary>
    public Caller Caller { get; set; }

    /// <summary>What is asked; written by parsing, null before.</summary>
    public ParsedRequest? Request { get; set; }

    /// <summary>Where it goes; written by routing, null before.</summary>
    public RouteMatch? Route { get; set; }

    /// <summary>The queue whose place it holds; written by queueing, null before and when nobody waits.</summary>
    public FairnessQueue? Place { get; set; }

    /// <summary>Whether it counts among the concurrent requests; written by guarding.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Which pods, in the order of attempts, and why; written by scheduling, null before.</summary>
    public SchedulingDecision? Decision { get; set; }

    /// <summary>Tokens; the input's estimate written by parsing, the rest by responding.</summary>
    public TokenUsage Usage;

    /// <summary>The time of all attempts together; added to by forwarding.</summary>
    public TimeSpan AttemptTime { get; set; }

    /// <summary>The pod that answered, or null.</summary>
    public Pod? Answered { get; set; }

    /// <summary>How it ended; null for an answer of the upstream that reached the client.</summary>
    public GatewayError? Error { get; set; }
}
