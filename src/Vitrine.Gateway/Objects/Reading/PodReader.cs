using System.Net;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>
/// Reads a <c>Pod</c> as <c>kubectl get pod -o yaml</c> prints it. Of its many fields only name, labels, node and state are looked at; a pod that
/// does not run, or is not ready, or is being deleted, is left out.
/// </summary>
internal static class PodReader
{
    public static void Read(ObjectReading reading, YamlMap document)
    {
        if (MetadataReader.Read(reading, document, "Pod") is not var (id, metadata)) return;
        var status = document.Map("status");
        if (status is null)
        {
            if (!document.Has("status")) document.Error("status", "is missing: status.podIP says where the pod answers.");
            return;
        }

        var ip = status.RequiredText("podIP");
        if (ip.Length > 0 && !IPAddress.TryParse(ip, out _)) status.Error("podIP", $"must be an IP address, not '{ip}'.");
        var phase = status.Text("phase") ?? "Running";
        var info = new PodInfo(document.Map("spec")?.Text("nodeName") ?? "", phase, MetadataReader.Instant(status, "startTime"));
        var labels = metadata.TextMap("labels");
        if (phase != "Running" || !IsReady(status) || metadata.Text("deletionTimestamp") is { Length: > 0 }) reading.Warn(status, "phase", $"the pod '{id}' does not run or is not ready: it gets no requests.");
        else reading.Pods.Add(new PodObject(id, ip, labels, info));
    }

    private static bool IsReady(YamlMap status) =>
        status.Maps("conditions").All(condition => condition.Text("type") != "Ready" || condition.Text("status") == "True");
}
