using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Guarding;

/// <summary>One limit of a route.</summary>
/// <param name="Route">The route that declares it; all names of the route share the limit.</param>
/// <param name="Tokens">Which tokens it counts.</param>
/// <param name="Limit">Tokens in a unit.</param>
/// <param name="Unit">The unit.</param>
internal readonly record struct TokenLimit(ObjectName Route, LimitedTokens Tokens, long Limit, TimeSpan Unit)
{
    /// <summary>The limit of a route on some tokens, or null.</summary>
    public static TokenLimit? Of(ModelRoute route, LimitedTokens tokens)
    {
        var limit = tokens == LimitedTokens.Input ? route.RateLimit?.InputTokensPerUnit : route.RateLimit?.OutputTokensPerUnit;
        return limit is { } most ? new TokenLimit(route.Id, tokens, most, route.RateLimit!.Unit) : null;
    }
}
