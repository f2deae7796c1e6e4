using Vitrine.Gateway.Fleet;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Gateway.Routing;

/// <summary>GET /v1/models: every name that a route declares, models and LoRA adapters together, sorted.</summary>
internal static class ModelListEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static IEndpointConventionBuilder MapModelList(this IEndpointRouteBuilder endpoints, FleetState fleet) =>
        endpoints.MapGet("/v1/models", context =>
        {
            Write(context.Response, fleet.Current.ModelNames);
            return Task.CompletedTask;
        });

    private static void Write(HttpResponse response, IReadOnlyList<string> names) => JsonAnswer.Write(response, json =>
    {
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, name);
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, 0);
            json.WriteString("owned_by"u8, "kthena"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
