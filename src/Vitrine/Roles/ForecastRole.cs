using Vitrine.Forecast;
using Vitrine.Settings;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Roles;

/// <summary>The forecaster (pack kronos): predicts candles and says how good it is.</summary>
internal sealed class ForecastRole : IRole
{
    public string Name => "forecast";

    public string Summary => "Predict candles (open, high, low, close, volume) behind every documented guard";

    public IReadOnlyList<string> Examples =>
    [
        "serve forecast",
        "serve forecast --container-whitelist localhost,frontend-app --trusted-proxies 10.0.0.0/8",
        "serve forecast --inference-timeout 5s --rate-limit-per-minute 600",
    ];

    public int StopStage => 2;

    public Pack LogPack(ResolvedSettings settings) => RolePack.Of(settings, ForecastServer.DefaultPack);

    public RolePlan Plan(ResolvedSettings settings)
    {
        var at = RoleAddresses.Of(settings, ForecastSettings.ApiHost, ForecastSettings.DebugHost);
        return at.Plan(settings, ForecastServer.DefaultPack, "/v1/readyz", LinksOf(at.ApiUrl, at.DebugUrl));
    }

    public Task<int> RunAsync(RoleContext context, CancellationToken stop) => RoleRun.ServeAsync(() => ForecastServer.RunAsync(ForecastSetup.OptionsOf(context), stop), stop);

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("Predictions", $"{api}/v1/predict/single"),
        new("OpenAPI", $"{api}/openapi.json"),
        new("Metrics", $"{api}/v1/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];
}
