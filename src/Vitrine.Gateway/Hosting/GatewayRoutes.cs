using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Hosting;

/// <summary>What goes to the pipeline: every path below <c>/v1</c> that nothing else answers.</summary>
internal static class GatewayRoutes
{
    /// <summary>The pattern, as <c>http.route</c> names it.</summary>
    public const string Template = "/v1/{**path}";

    /// <summary>Takes the API's four operations past routing, to the endpoint that it would find: they are the load.</summary>
    public static void UseKnownOperations(this IApplicationBuilder app, GatewayPipeline pipeline)
    {
        var endpoint = new RouteEndpoint(pipeline.RunAsync, RoutePatternFactory.Parse(Template), order: 0, EndpointMetadataCollection.Empty, "known operations");
        app.Use(next => context =>
        {
            if (!RequestOperation.Of(context.Request.Path.Value ?? "").IsKnown) return next(context);
            context.SetEndpoint(endpoint);
            return pipeline.RunAsync(context);
        });
    }
}
