using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Routing;

/// <summary>GET /v1/models: every name that a route declares, models and LoRA adapters together, sorted.</summary>
internal static class ModelListEndpoint
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Maps the endpoint.</summary>
    public static IEndpointConventionBuilder MapModelList(this IEndpointRouteBuilder endpoints, FleetState fleet) =>
        endpoints.MapGet("/v1/models", context =>
        {
            Write(context.Response, fleet.Current.ModelNames);
            return Task.CompletedTask;
        });

    private static void Write(HttpResponse response, IReadOnlyList<string> names)
    {
        response.ContentType = "application/json; charset=utf-8";
        using var json = new Utf8JsonWriter(response.BodyWriter, s_json);
        json.WriteStartObject();
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
        json.WriteEndObject();
    }
}
