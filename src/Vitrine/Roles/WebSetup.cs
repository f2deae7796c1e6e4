using Vitrine.Settings;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Web;
using Vitrine.Web.Chat;
using Vitrine.Web.Roles;

namespace Vitrine.Roles;

/// <summary>Translates the settings of the web role into its options.</summary>
internal static class WebSetup
{
    /// <summary>The options of a console.</summary>
    /// <exception cref="RoleStartException">A setting cannot be used.</exception>
    public static WebOptions OptionsOf(RoleContext context)
    {
        var settings = context.Settings;
        var roles = settings.Get(WebSettings.Roles).Select(text => Read(WebSettings.Roles, () => RoleTarget.Parse(text, settings.WorkingFolder))).ToArray();
        var options = new WebOptions
        {
            Chat = ChatOf(settings, roles),
            Roles = roles,
            DrainTimeout = settings.Get(WebSettings.DrainTimeout),
            Profiling = RoleSetup.ProfilingOf(settings),
        };
        return RoleSetup.Complete(options, context, WebServer.DefaultPack, new ListenerLimits(), telemetry => telemetry.Export = ExportOf(settings)) with { OwnKey = OwnKeyOf(settings) };
    }

    private static ChatOptions ChatOf(ResolvedSettings settings, IReadOnlyList<RoleTarget> roles) => new()
    {
        BaseUrl = settings.Get(WebSettings.BaseUrl),
        Model = settings.Get(WebSettings.Model),
        // A role of the house wants the key by which it is watched, when it answers the chats and when it tells of the engine too.
        ApiKey = settings.Get(WebSettings.ApiKey) is { Length: > 0 } key
            ? Read(WebSettings.ApiKey, () => UpstreamKey.Of(key))
            : roles.FirstOrDefault(role => role.Api.Authority == settings.Get(WebSettings.BaseUrl).Authority)?.Key,
        EngineDebug = settings.Get(WebSettings.EngineDebug),
        EngineKey = roles.FirstOrDefault(role => role.Debug.Authority == settings.Get(WebSettings.EngineDebug)?.Authority)?.Key,
        EngineInterval = settings.Get(WebSettings.EngineInterval),
        ConnectTimeout = settings.Get(WebSettings.ConnectTimeout),
        FirstByteTimeout = settings.Get(WebSettings.FirstByteTimeout),
        IdleTimeout = settings.Get(WebSettings.IdleTimeout),
        MaxBodyBytes = (int)Math.Min(settings.Get(WebSettings.MaxBody), int.MaxValue),
        UserHeader = settings.Get(WebSettings.UserHeader) is { Length: > 0 } header ? header : null,
    };

    private static ExportOptions ExportOf(ResolvedSettings settings) => settings.Get(WebSettings.TracingEnabled) switch
    {
        "true" => new ExportOptions { Traces = ExportTarget.Otlp, Endpoint = new Uri(settings.Get(WebSettings.OtlpEndpoint).Url()), Transport = OtlpTransport.HttpProtobuf },
        "false" => new ExportOptions { Traces = ExportTarget.None },
        _ => new ExportOptions(),
    };

    // Its listeners have read the file already, so it is well written.
    private static UpstreamKey? OwnKeyOf(ResolvedSettings settings) => settings.Get(SharedSettings.ApiKeyFile) is { Length: > 0 } file ? UpstreamKey.FromFile(file) : null;

    private static T Read<T>(Setting setting, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new RoleStartException($"{setting.Flag}: {e.Message}");
        }
    }
}
