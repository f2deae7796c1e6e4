using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Gateway.ConfigDump;

/// <summary>
/// <c>/debug/config_dump/*</c>: the objects in force in the shapes of Kthena's router, sorted by name, empty lists as <c>[]</c>; the page above them says
/// what became of the last reload.
/// </summary>
internal sealed class ConfigDumpPages(FleetState fleet, ConfigState config, UpstreamWatch upstreams, DnsWatch dns) : IDebugPages
{
    private const string Root = "/debug/config_dump";
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <inheritdoc/>
    public IReadOnlyList<DebugLink> Links { get; } =
    [
        new(Root, "the configuration in force, and the errors of the last reload"),
        new(Root + "/modelroutes", "routes"),
        new(Root + "/modelservers", "model servers with their pods"),
        new(Root + "/pods", "pods with what they last said of themselves"),
    ];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "", context => Write(context, json => ConfigIndex.Write(json, fleet.Current, config.Current, upstreams.Known, dns.Failures)));
        Map(endpoints, "/modelroutes", context => WriteList(context, "modelroutes", Sorted(fleet.Current.Routes, route => route.Id), ObjectJson.Write));
        Map(endpoints, "/modelservers", context => WriteList(context, "modelservers", Sorted(fleet.Current.Servers, server => server.Server.Id), ObjectJson.Write));
        Map(endpoints, "/pods", context => WriteList(context, "pods", PodsOf(fleet.Current), (json, pod) => PodJson.Write(json, pod, fleet.Current, withInfo: false)));
        Map(endpoints, "/namespaces/{space}/modelroutes/{name}", context => WriteOne(context, "ModelRoute", fleet.Current.Routes, route => route.Id, ObjectJson.Write));
        Map(endpoints, "/namespaces/{space}/modelservers/{name}", context => WriteOne(context, "ModelServer", fleet.Current.Servers, server => server.Server.Id, ObjectJson.Write));
        Map(endpoints, "/namespaces/{space}/pods/{name}", context => WriteOne(context, "Pod", PodsOf(fleet.Current), pod => pod.Id, (json, pod) => PodJson.Write(json, pod, fleet.Current, withInfo: true)));
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, Action<HttpContext> page) =>
        endpoints.MapGet(Root + path, context =>
        {
            page(context);
            return Task.CompletedTask;
        }).WithDisplayName($"debug {Root}{path}").ExcludeFromDescription();

    /// <summary>Pods that drain stand behind those in force, so that one can see for whom a reload still waits.</summary>
    private static IEnumerable<Pod> PodsOf(FleetSnapshot current) => current.Pods.Concat(current.Draining);

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, ObjectName> idOf) =>
        items.OrderBy(item => idOf(item).Namespace, StringComparer.Ordinal).ThenBy(item => idOf(item).Name, StringComparer.Ordinal);

    private static void WriteList<T>(HttpContext context, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Write(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteOne<T>(HttpContext context, string kind, IEnumerable<T> items, Func<T, ObjectName> idOf, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        var id = new ObjectName((string)context.Request.RouteValues["space"]!, (string)context.Request.RouteValues["name"]!);
        if (items.FirstOrDefault(item => idOf(item) == id) is { } found)
        {
            Write(context, json => write(json, found));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", $"{kind} not found");
            json.WriteEndObject();
        });
    }

    private static void Write(HttpContext context, Action<Utf8JsonWriter> write)
    {
        JsonAnswer.Begin(context.Response);
        using var json = new Utf8JsonWriter(context.Response.BodyWriter, s_json);
        write(json);
    }
}
