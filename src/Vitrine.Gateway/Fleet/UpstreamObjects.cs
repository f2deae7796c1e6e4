using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>The objects that upstreams stand for: one route and one model server per model, with a pod for each upstream that serves it.</summary>
internal static class UpstreamObjects
{
    private static readonly Dictionary<string, string> s_noLabels = [];

    /// <summary>Makes the objects, the same for the same input.</summary>
    /// <param name="upstreams">Upstreams and the models that each serves.</param>
    public static ObjectSet From(IReadOnlyList<(UpstreamOptions Upstream, IReadOnlyList<string> Models)> upstreams)
    {
        var (routes, servers) = (new List<ModelRoute>(), new List<ModelServer>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in upstreams.SelectMany(pair => pair.Models).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var id = new ObjectName(ObjectName.DefaultNamespace, Unique(EndpointNames.Of(model), names));
            UpstreamOptions[] serving = [.. upstreams.Where(pair => pair.Models.Contains(model, StringComparer.Ordinal)).Select(pair => pair.Upstream).DistinctBy(upstream => upstream.Address)];
            servers.Add(ServerOf(id, serving));
            routes.Add(new ModelRoute(id, model, [], [new RouteRule("default", null, [new TargetModel(id.Name, 100)])], null, RouteSpec(model, id.Name)));
        }

        return new ObjectSet(routes, servers, []);
    }

    private static ModelServer ServerOf(ObjectName id, UpstreamOptions[] upstreams) => new(id, ServerSpec(upstreams))
    {
        Engine = EngineOf(upstreams),
        Endpoints = [.. upstreams.Select(upstream => new EndpointSpec(EndpointNames.Of(upstream.Address), upstream.Address, MetricsOf(upstream), s_noLabels) { Key = upstream.Key })],
    };

    /// <summary>Upstreams with a debug listener are ours; what the others are is recognised by what they answer.</summary>
    private static InferenceEngine EngineOf(UpstreamOptions[] upstreams) =>
        Array.TrueForAll(upstreams, upstream => upstream.Debug is not null) ? InferenceEngine.Vitrine : InferenceEngine.Unknown;

    private static Uri? MetricsOf(UpstreamOptions upstream) => upstream.Debug is { } debug ? new Uri(debug, "/metrics") : null;

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++) unique = $"{name}-{number}";
        return unique;
    }

    private static JsonElement RouteSpec(string model, string server) => Json(json =>
    {
        json.WriteString("modelName"u8, model);
        json.WriteStartArray("rules"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, "default"u8);
        json.WriteStartArray("targetModels"u8);
        json.WriteStartObject();
        json.WriteString("modelServerName"u8, server);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static JsonElement ServerSpec(UpstreamOptions[] upstreams) => Json(json =>
    {
        if (EngineOf(upstreams) is not InferenceEngine.Unknown and var engine) json.WriteString("inferenceEngine"u8, EngineNames.NameOf(engine));
        json.WriteStartArray("endpoints"u8);
        foreach (var upstream in upstreams)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, EndpointNames.Of(upstream.Address));
            json.WriteString("address"u8, upstream.Address.GetLeftPart(UriPartial.Authority));
            if (MetricsOf(upstream) is { } metrics) json.WriteString("metrics"u8, metrics.AbsoluteUri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
