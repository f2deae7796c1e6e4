using System.Text.Json;
using Vitrine.Gateway.Fleet;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.ConfigDump;

/// <summary>The page above the dumps: how many objects there are, and whether the last reload is in force. Format: docs/format/gateway-objects.md.</summary>
internal static class ConfigIndex
{
    public static void Write(Utf8JsonWriter json, FleetSnapshot fleet, ConfigStatus? status, IReadOnlyList<UpstreamStatus> upstreams, IReadOnlyDictionary<string, string> dnsFailures)
    {
        json.WriteStartObject();
        json.WriteNumber("modelroutes"u8, fleet.Routes.Count);
        json.WriteNumber("modelservers"u8, fleet.Servers.Count);
        json.WriteNumber("pods"u8, fleet.Pods.Count);
        json.WriteNumber("drainingPods"u8, fleet.Draining.Count());
        if (status is not null) WriteReload(json, status);
        WriteErrors(json, "errors"u8, status?.Errors ?? []);
        WriteErrors(json, "warnings"u8, status?.Warnings ?? []);
        json.WriteStartArray("upstreams"u8);
        foreach (var upstream in upstreams) WriteUpstream(json, upstream);
        json.WriteEndArray();
        json.WriteStartArray("dnsFailures"u8);
        foreach (var (name, reason) in dnsFailures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteReload(Utf8JsonWriter json, ConfigStatus status)
    {
        json.WriteStartObject("lastReload"u8);
        json.WriteString("at"u8, status.At.UtcDateTime);
        json.WriteBoolean("inForce"u8, status.IsValid);
        if (status.LastSuccessAt is { } at) json.WriteString("lastSuccessAt"u8, at.UtcDateTime);
        json.WriteNumber("reloads"u8, status.Reloads);
        json.WriteNumber("failures"u8, status.Failures);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<DocumentError> errors)
    {
        json.WriteStartArray(name);
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, error.File);
            json.WriteNumber("line"u8, error.Line);
            json.WriteNumber("column"u8, error.Column);
            json.WriteString("field"u8, error.Key);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUpstream(Utf8JsonWriter json, UpstreamStatus status)
    {
        json.WriteStartObject();
        json.WriteString("address"u8, status.Upstream.Address.GetLeftPart(UriPartial.Authority));
        json.WriteStartArray("models"u8);
        foreach (var model in status.Models) json.WriteStringValue(model);
        json.WriteEndArray();
        if (status.AnsweredAt is { } at) json.WriteString("answeredAt"u8, at.UtcDateTime);
        if (status.Error is { } error) json.WriteString("error"u8, error);
        json.WriteEndObject();
    }
}
