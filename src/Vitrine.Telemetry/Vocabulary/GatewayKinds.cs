namespace Vitrine.Telemetry.Vocabulary;

/// <summary>
/// What happens in a gateway, one scope a stage: http > inference > parse | guard | route | queue_wait | schedule > plugin | forward > attempt | respond.
/// </summary>
/// <remarks>
/// The inference begins with its request and opens when the body's model is known. What is never known to be an inference (an unparseable
/// body, the list of models) stays an http scope, or an inference without a model: logged, not counted.
/// </remarks>
public static class GatewayKinds
{
    /// <summary>From the first byte of the request to the estimate of its prompt's tokens.</summary>
    public static readonly Kind Parse = Kind.Scope("parse", []);

    /// <summary>Finding the route and the model server.</summary>
    public static readonly Kind Route = Kind.Scope("route", []);

    /// <summary>Choosing pods.</summary>
    public static readonly Kind Schedule = Kind.Scope("schedule", []);

    /// <summary>One scheduler plugin over one list of pods.</summary>
    public static readonly Kind Plugin = Kind.Scope("plugin", [GatewayFacts.PluginName, GatewayFacts.PluginType]);

    /// <summary>All attempts together: from the first connection to the upstream's last byte.</summary>
    public static readonly Kind Forward = Kind.Scope("forward", []);

    /// <summary>One call of one pod. Its status and error are its own: a failed attempt says nothing of the request that another pod saved.</summary>
    public static readonly Kind Attempt = Kind.Scope(
        "attempt",
        [GatewayFacts.Phase, GatewayFacts.Pod],
        HttpFacts.StatusCode, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>What remains after the upstream's last byte: the tail of the stream, the settling of tokens.</summary>
    public static readonly Kind Respond = Kind.Scope("respond", []);

    /// <summary>All kinds of a gateway but those of its guards and its queue.</summary>
    public static readonly IReadOnlyList<Kind> All = [Parse, Route, Schedule, Plugin, Forward, Attempt, Respond];
}
