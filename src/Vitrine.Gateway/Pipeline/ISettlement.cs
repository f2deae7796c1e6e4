namespace Vitrine.Gateway.Pipeline;

/// <summary>
/// What a stage owes once the request is over, however it went: a permit given back, tokens charged, a prefix remembered. Settled in the
/// reverse order of the stages, each once, also for requests that never reached the stage.
/// </summary>
internal interface ISettlement
{
    /// <summary>Settles. It must not throw and must not wait.</summary>
    void Settle(Exchange exchange);
}
