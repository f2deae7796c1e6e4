using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Guarding;

/// <summary>Refuses what would hurt the others: too many requests at once, a prompt beyond the model's limit, a model that has said enough. What is generated is charged afterwards.</summary>
/// <param name="concurrency">The ceiling of the whole gateway, or null for none.</param>
/// <param name="stores">The store of a route's limits.</param>
internal sealed class GuardStage(ConcurrencyLimit? concurrency, TokenStores stores) : IStage, ISettlement
{
    public Kind Scope => GuardKinds.Guard;

    public async ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope)
    {
        if (concurrency is not null && !concurrency.TryEnter()) return Refuse(exchange, "concurrency", $"{concurrency.Limit} at once", GatewayErrors.TooManyRequests);
        exchange.IsCounted = concurrency is not null;
        if (LimitedRoute(exchange) is not { } route) return null;
        var store = stores.Of(route);
        if (TokenLimit.Of(route, LimitedTokens.Input) is { } input && await store.TakeAsync(input, exchange.Request!.InputTokens, exchange.Aborted) is { } inputWait)
            return Refuse(exchange, "token_limit", Describe(input), GatewayErrors.InputRateLimit with { RetryAfter = inputWait });
        if (TokenLimit.Of(route, LimitedTokens.Output) is { } output && await store.TakeAsync(output, 0, exchange.Aborted) is { } outputWait)
            return Refuse(exchange, "token_limit", Describe(output), GatewayErrors.OutputRateLimit with { RetryAfter = outputWait });
        return null;
    }

    public void Settle(Exchange exchange)
    {
        if (exchange.IsCounted) concurrency!.Leave();
        if (exchange.Usage.Output == 0 || LimitedRoute(exchange) is not { } route) return;
        if (TokenLimit.Of(route, LimitedTokens.Output) is { } output) stores.Of(route).Charge(output, exchange.Usage.Output);
    }

    /// <summary>The oldest route of the model that declares a limit: limits come before routing, as in the document's table of errors.</summary>
    private static ModelRoute? LimitedRoute(Exchange exchange)
    {
        if (exchange.Request is not { NamesModel: true } request) return null;
        foreach (var route in exchange.Fleet.Find(request.Model).Routes)
        {
            if (route.RateLimit is not null) return route;
        }

        return null;
    }

    private static string Describe(TokenLimit limit) => $"{limit.Limit} {(limit.Tokens == LimitedTokens.Input ? "input" : "output")} tokens per {limit.Unit}";

    private static GatewayError Refuse(Exchange exchange, string guard, string limit, GatewayError error)
    {
        exchange.Http.Refuse(guard, limit);
        return error;
    }
}
