using Vitrine.Telemetry;

namespace Vitrine.Gateway.Pipeline;

/// <summary>An answer of the gateway's own, where no upstream gave one. The client reads <see cref="Message"/> as a bare JSON string.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The log line's <c>error.type</c>, section B1.4 of the contract.</param>
/// <param name="Message">What the client reads.</param>
/// <param name="Outcome">How the request's scopes end.</param>
internal sealed record GatewayError(int Status, string Type, string Message, Outcome Outcome)
{
    /// <value>When the client may come again, told in <c>Retry-After</c>; null says nothing.</value>
    public TimeSpan? RetryAfter { get; init; }
}
