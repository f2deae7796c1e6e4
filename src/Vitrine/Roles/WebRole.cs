using Vitrine.Settings;
using Vitrine.Telemetry.Packs;
using Vitrine.Web;

namespace Vitrine.Roles;

/// <summary>The console (pack aiwatch): a chat with the model, and beside it what the system did to answer.</summary>
internal sealed class WebRole : IRole
{
    public string Name => "web";

    public string Summary => "Serve the console: a chat with the model, and what every role did to answer";

    public IReadOnlyList<string> Examples =>
    [
        "serve web --base-url http://localhost:8000/v1/",
        "serve web --base-url http://localhost:8080/v1/ --model llama3.2 --api-host :3080",
    ];

    public int StopStage => 0;

    public Pack LogPack(ResolvedSettings settings) => RolePack.Of(settings, WebServer.DefaultPack);

    public RolePlan Plan(ResolvedSettings settings)
    {
        var at = RoleAddresses.Of(settings, WebSettings.ApiHost, WebSettings.DebugHost);
        return at.Plan(settings, WebServer.DefaultPack, "/readiness", LinksOf(at.ApiUrl, at.DebugUrl)) with { PageUrl = at.ApiUrl };
    }

    public IReadOnlyList<string> WireTo(ResolvedSettings settings, IReadOnlyDictionary<string, RolePlan> others)
    {
        var words = new List<string>();
        if (!settings.IsSet(WebSettings.BaseUrl) && others.Values.LastOrDefault(plan => plan.ChatUrl is not null) is { ChatUrl: { } chat }) words.Add($"{WebSettings.BaseUrl.Flag}={chat}/v1/");
        if (!settings.IsSet(WebSettings.EngineDebug) && !settings.IsSet(WebSettings.BaseUrl) && others.TryGetValue("model", out var model)) words.Add($"{WebSettings.EngineDebug.Flag}={model.DebugUrl}");
        if (!settings.IsSet(WebSettings.Roles)) words.AddRange(InOrder(others).Select(other => $"{WebSettings.Roles.Flag}={TargetOf(other.Key, other.Value)}"));
        return words;
    }

    public Task<int> RunAsync(RoleContext context, CancellationToken stop) => RoleRun.ServeAsync(() => WebServer.RunAsync(WebSetup.OptionsOf(context), stop), stop);

    // A request's way first, then the ledger, which hears of it: the page shows the first where nobody chose.
    private static IEnumerable<KeyValuePair<string, RolePlan>> InOrder(IReadOnlyDictionary<string, RolePlan> others) => others.OrderBy(other => other.Key == AuditWiring.Ledger);

    private static string TargetOf(string name, RolePlan plan)
    {
        var ready = new Uri(plan.ReadyUrl);
        var key = plan.ApiKeyFile is { } file ? $";key-file={file}" : "";
        return $"{name};pack={plan.Pack};api={ready.GetLeftPart(UriPartial.Authority)};debug={plan.DebugUrl};ready={ready.AbsolutePath}{key}";
    }

    private static IReadOnlyList<RoleLink> LinksOf(string api, string debug) =>
    [
        new("Console", api),
        new("Chat API", $"{api}/chat"),
        new("Metrics", $"{debug}/metrics"),
        new("Operations", $"{debug}/debug/operations"),
        new("Log, live", $"{debug}/debug/logs?follow=1"),
    ];
}
