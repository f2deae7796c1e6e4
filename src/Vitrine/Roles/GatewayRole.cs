using Vitrine.Gateway;
using Vitrine.Settings;
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
        var at = RoleAddresses.Of(settings, GatewaySettings.ApiHost, GatewaySettings.DebugHost);
        return at.Plan(settings, GatewayServer.DefaultPack, "/v1/readiness", LinksOf(at.ApiUrl, at.DebugUrl)) with { ChatUrl = at.ApiUrl };
    }

    public IReadOnlyList<string> WireTo(ResolvedSettings settings, IReadOnlyDictionary<string, RolePlan> others)
    {
        if (settings.IsSet(GatewaySettings.Upstreams) || settings.IsSet(GatewaySettings.Objects) || !others.TryGetValue("model", out var model)) return [];
        var api = new Uri(model.ReadyUrl).GetLeftPart(UriPartial.Authority);
        var key = model.ApiKeyFile is { } file ? $";key-file={file}" : "";
        return [$"{GatewaySettings.Upstreams.Flag}={api};debug={model.DebugUrl}{key}"];
    }

    public Task<int> RunAsync(RoleContext context, CancellationToken stop) => RoleRun.ServeAsync(() => GatewayServer.RunAsync(GatewaySetup.OptionsOf(context), stop), stop);

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("OpenAI API", $"{api}/v1/chat/completions"),
        new("Metrics", $"{debug}/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Routes", $"{debug}/debug/config_dump/modelroutes"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];
}
