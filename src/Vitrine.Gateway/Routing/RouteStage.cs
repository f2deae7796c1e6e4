using System.Diagnostics.CodeAnalysis;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Routing;

/// <summary>Finds the route and the model server: by name, then by the first rule whose conditions all hold, then by weight.</summary>
/// <param name="random">Chooses among weighted targets; thread-safe when requests run side by side.</param>
internal sealed class RouteStage(Random random) : IStage
{
    /// <inheritdoc/>
    public Kind Scope => GatewayKinds.Route;

    /// <inheritdoc/>
    public ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope) => ValueTask.FromResult(Run(exchange));

    private GatewayError? Run(Exchange exchange)
    {
        var (fleet, request) = (exchange.Fleet, exchange.Context.Request);
        var (routes, isLora) = fleet.Find(exchange.Request!.Model);
        if (!Choose(routes, request, exchange.Request.Model, out var route, out var target)) return GatewayErrors.RouteNotFound;

        var id = route.Id with { Name = target.ModelServer };
        var server = fleet.FindServer(id);
        exchange.Inference.Set(GatewayFacts.Route, route.Label).Set(GatewayFacts.Upstream, server?.Server.Label ?? id.ToString());
        if (server is null) return GatewayErrors.ServerMissing(id.ToString());
        exchange.Route = new RouteMatch(route, server, isLora);
        return server.Pods.Count > 0 ? null : GatewayErrors.NoPods(server.Server.Label);
    }

    /// <summary>The first route, oldest first, one of whose rules matches and has a target of any weight.</summary>
    private bool Choose(
        IReadOnlyList<ModelRoute> routes, HttpRequest request, string model,
        [NotNullWhen(true)] out ModelRoute? route, [NotNullWhen(true)] out TargetModel? target)
    {
        for (var i = 0; i < routes.Count; i++)
        {
            route = routes[i];
            if (RuleMatcher.FirstOf(route.Rules, request, model) is { } rule && (target = Draw(rule.Targets)) is not null) return true;
        }

        (route, target) = (null, null);
        return false;
    }

    /// <summary>A target by its share of the weights; null when they are all 0.</summary>
    private TargetModel? Draw(IReadOnlyList<TargetModel> targets)
    {
        var total = 0;
        for (var i = 0; i < targets.Count; i++) total += targets[i].Weight;
        if (total == 0) return null;
        var drawn = targets.Count == 1 ? 0 : random.Next(total);
        for (var i = 0; ; i++)
        {
            drawn -= targets[i].Weight;
            if (drawn < 0) return targets[i];
        }
    }
}
