using System.Text.Json;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.ConfigDump;

/// <summary>Routes and model servers as the dump shows them.</summary>
internal static class ObjectJson
{
    /// <summary><c>{name, namespace, spec}</c>.</summary>
    public static void Write(Utf8JsonWriter json, ModelRoute route)
    {
        json.WriteStartObject();
        WriteHead(json, route.Id, route.Spec);
        json.WriteEndObject();
    }

    /// <summary><c>{name, namespace, spec, associatedPods?, decodePods?, prefillPods?}</c>; pods as <c>namespace/name</c>, lists left out when empty.</summary>
    public static void Write(Utf8JsonWriter json, FleetServer server)
    {
        json.WriteStartObject();
        WriteHead(json, server.Server.Id, server.Server.Spec);
        WritePods(json, "associatedPods"u8, server.Pods);
        WritePods(json, "decodePods"u8, server.Of(PodRole.Decode));
        WritePods(json, "prefillPods"u8, server.Of(PodRole.Prefill));
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, ObjectName id, JsonElement spec)
    {
        json.WriteString("name"u8, id.Name);
        json.WriteString("namespace"u8, id.Namespace);
        json.WritePropertyName("spec"u8);
        spec.WriteTo(json);
    }

    private static void WritePods(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Pod> pods)
    {
        if (pods.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var pod in pods) json.WriteStringValue(pod.Id.ToString());
        json.WriteEndArray();
    }
}
