using System.Globalization;
using System.Text.Json;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.ConfigDump;

/// <summary>Pods as the dump shows them.</summary>
internal static class PodJson
{
    /// <summary><c>{name, namespace, engine, metrics, models, modelServers, podInfo?}</c>.</summary>
    public static void Write(Utf8JsonWriter json, Pod pod, FleetSnapshot fleet, bool withInfo)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, pod.Id.Name);
        json.WriteString("namespace"u8, pod.Id.Namespace);
        json.WriteString("engine"u8, EngineNames.NameOf(pod.Engine));
        WriteLoad(json, pod.Load);
        json.WriteStartArray("models"u8);
        foreach (var model in pod.Load.Models) json.WriteStringValue(model);
        json.WriteEndArray();
        json.WriteStartArray("modelServers"u8);
        foreach (var server in fleet.Servers)
        {
            if (server.Pods.Contains(pod)) json.WriteStringValue(server.Server.Label);
        }

        json.WriteEndArray();
        if (withInfo) WriteInfo(json, pod);
        json.WriteEndObject();
    }

    /// <summary>Latencies in seconds, 0 while nothing was measured.</summary>
    private static void WriteLoad(Utf8JsonWriter json, PodLoad load)
    {
        json.WriteStartObject("metrics"u8);
        WriteNumber(json, "gpuCacheUsage"u8, load.KvUsage);
        WriteNumber(json, "requestWaitingNum"u8, load.Waiting);
        WriteNumber(json, "requestRunningNum"u8, load.Running);
        WriteNumber(json, "tpot"u8, load.TimePerOutputToken ?? 0);
        WriteNumber(json, "ttft"u8, load.TimeToFirstToken ?? 0);
        json.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter json, Pod pod)
    {
        var description = pod.Description;
        json.WriteStartObject("podInfo"u8);
        json.WriteString("podIP"u8, pod.Address.IdnHost);
        json.WriteString("nodeName"u8, description.Info.NodeName);
        json.WriteString("phase"u8, pod.IsDraining ? "Terminating" : description.Info.Phase);
        if (description.Info.StartedAt is { } at) json.WriteString("startTime"u8, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (description.Labels.Count > 0)
        {
            json.WriteStartObject("labels"u8);
            foreach (var (name, value) in description.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A server may say NaN of itself, which JSON cannot.</summary>
    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double value) => json.WriteNumber(name, double.IsFinite(value) ? value : 0);
}
