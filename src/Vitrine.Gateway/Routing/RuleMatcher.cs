using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Routing;

/// <summary>Holds rules against a request. Allocates nothing.</summary>
internal static class RuleMatcher
{
    /// <summary>The first rule whose conditions all hold, or null.</summary>
    /// <param name="rules">In the order of trying.</param>
    /// <param name="request">For headers and path.</param>
    /// <param name="model">The body's model.</param>
    public static RouteRule? FirstOf(IReadOnlyList<RouteRule> rules, HttpRequest request, string model)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (Holds(rules[i].Match, request, model)) return rules[i];
        }

        return null;
    }

    private static bool Holds(ModelMatch? match, HttpRequest request, string model)
    {
        if (match is null) return true;
        if (match.BodyModel is { } wanted && !string.Equals(model, wanted, StringComparison.Ordinal)) return false;
        for (var i = 0; i < match.Headers.Count; i++)
        {
            var values = request.Headers[match.Headers[i].Name];
            if (!match.Headers[i].Value.Matches(values.Count > 0 ? values[0] : null)) return false;
        }

        return match.Uri is null || match.Uri.Matches(request.Path.Value);
    }
}
