using Vitrine.Gateway;
using Vitrine.Settings;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Lines;
using Vitrine.Terminal;

namespace Vitrine.Roles;

/// <summary>Translates the settings of the gateway role into its options.</summary>
internal static class GatewaySetup
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The options of a gateway.</summary>
    /// <exception cref="RoleStartException">A setting cannot be used.</exception>
    public static GatewayOptions OptionsOf(RoleContext context)
    {
        var settings = context.Settings;
        var keys = RoleSetup.KeysOf(settings);
        var limits = new ListenerLimits { MaxBodyBytes = settings.Get(GatewaySettings.MaxBodyMegabytes) * Mebibyte };
        var listeners = context.Plan.Listeners.ToLookup(
            listener => listener.Name == RoleListener.Debug,
            listener => RoleSetup.ListenerOf(listener, settings, limits, listener.Name == RoleListener.Debug ? GatewaySettings.DebugHost : GatewaySettings.ApiHost));
        return new GatewayOptions
        {
            Api = [.. listeners[false]],
            Debug = listeners[true].Single() with { ApiKeys = keys },
            Upstreams = [.. settings.Get(GatewaySettings.Upstreams).Select(UpstreamOf)],
            ObjectsFolder = settings.Get(GatewaySettings.Objects) is { Length: > 0 } folder ? folder : null,
            MaxConcurrentRequests = settings.Get(GatewaySettings.MaxConcurrent) is > 0 and var most ? most : null,
            ConnectTimeout = settings.Get(GatewaySettings.ConnectTimeout),
            FirstByteTimeout = settings.Get(GatewaySettings.FirstByteTimeout),
            IdleTimeout = settings.Get(GatewaySettings.IdleTimeout),
            ScrapeInterval = settings.Get(GatewaySettings.ScrapeInterval),
            DrainTimeout = settings.Get(GatewaySettings.DrainTimeout),
            // The token that the role is given stops it; the gateway must not listen to signals besides.
            IsSupervised = true,
            ConfigureTelemetry = telemetry => Configure(telemetry, settings, keys, context.Surroundings),
        };
    }

    private static void Configure(VitrineOptions telemetry, ResolvedSettings settings, ApiKeys? keys, Surroundings surroundings)
    {
        RoleSetup.Configure(telemetry, settings, keys, LogOf(settings, surroundings));
        telemetry.Debug.MetricsPath = settings.Get(GatewaySettings.MetricsEnabled) ? settings.Get(GatewaySettings.MetricsPath) : null;
    }

    /// <summary>The log; access lines have a destination and a form of their own.</summary>
    private static ServiceLogOptions LogOf(ResolvedSettings settings, Surroundings surroundings)
    {
        var log = RoleSetup.LogOf(settings, surroundings, GatewayServer.DefaultPack);
        var output = settings.IsSet(GatewaySettings.AccessLogOutput) ? settings.Get(GatewaySettings.AccessLogOutput) : log.AccessOutput;
        if (output is not (null or "stdout" or "stderr")) output = Path.GetFullPath(output, settings.WorkingFolder);
        return log with
        {
            AccessEnabled = settings.Get(GatewaySettings.AccessLogEnabled),
            AccessAsText = settings.Get(GatewaySettings.AccessLogFormat) == "text",
            AccessOutput = output,
        };
    }

    private static UpstreamOptions UpstreamOf(string text)
    {
        try
        {
            return UpstreamOptions.Parse(text);
        }
        catch (FormatException e)
        {
            throw new RoleStartException($"{GatewaySettings.Upstreams.Flag}: {e.Message}");
        }
    }
}
