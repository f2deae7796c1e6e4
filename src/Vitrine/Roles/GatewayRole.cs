using Vitrine.Commands;
using Vitrine.Gateway;
using Vitrine.Settings;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>The gateway (pack kthena): routes OpenAI requests to model servers and explains every decision.</summary>
internal sealed class GatewayRole : IRole
{
    public string Name => "gateway";

    public string Summary => "Route OpenAI requests to model servers, and show why each went where it went";

    public IReadOnlyList<string> Examples =>
    [
        "serve gateway --upstream http://localhost:8000",
        "serve gateway --upstream http://localhost:8000 --upstream http://localhost:8001 --access-log-format text",
        "serve gateway --objects ./routes --drain-timeout 30s",
    ];

    public int StopStage => 1;

    public Pack LogPack(ResolvedSettings settings) => RolePack.Of(settings, GatewayServer.DefaultPack);

    public RolePlan Plan(ResolvedSettings settings)
    {
        var host = settings.Get(SharedSettings.Host);
        var offset = settings.Get(SharedSettings.PortOffset);
        var scheme = settings.Get(SharedSettings.TlsCertificate).Length > 0 ? "https" : "http";
        var api = settings.Get(GatewaySettings.ApiHost).OrHost(host).Shift(offset);
        var debug = settings.Get(GatewaySettings.DebugHost).OrHost(host).Shift(offset);
        var (apiUrl, debugUrl) = (api.Url(scheme), debug.Url(scheme));
        return new RolePlan([new("api", api), new(RoleListener.Debug, debug)], $"{apiUrl}/v1/readiness", debugUrl, LinksOf(apiUrl, debugUrl)) { ChatUrl = apiUrl };
    }

    public IReadOnlyList<string> WireTo(ResolvedSettings settings, IReadOnlyDictionary<string, RolePlan> others)
    {
        if (settings.IsSet(GatewaySettings.Upstreams) || settings.IsSet(GatewaySettings.Objects) || !others.TryGetValue("model", out var model)) return [];
        var api = new Uri(model.ReadyUrl).GetLeftPart(UriPartial.Authority);
        var key = model.ApiKeyFile is { } file ? $";key-file={file}" : "";
        return [$"{GatewaySettings.Upstreams.Flag}={api};debug={model.DebugUrl}{key}"];
    }

    public async Task<int> RunAsync(RoleContext context, CancellationToken stop)
    {
        try
        {
            await GatewayServer.RunAsync(GatewaySetup.OptionsOf(context), stop);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is GatewayException or PortInUseException or LogDestinationException or DirectoryNotFoundException)
        {
            throw new RoleStartException(e.Message);
        }
    }

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("OpenAI API", $"{api}/v1/chat/completions"),
        new("Metrics", $"{debug}/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Routes", $"{debug}/debug/config_dump/modelroutes"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];
}
