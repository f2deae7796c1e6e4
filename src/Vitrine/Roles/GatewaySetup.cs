using Vitrine.Gateway;
using Vitrine.Gateway.Identity;
using Vitrine.Gateway.Queueing;
using Vitrine.Gateway.Scheduling;
using Vitrine.Settings;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;

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
        var limits = new ListenerLimits { MaxBodyBytes = settings.Get(GatewaySettings.MaxBodyMegabytes) * Mebibyte };
        var options = new GatewayOptions
        {
            Upstreams = [.. settings.Get(GatewaySettings.Upstreams).Select(text => UpstreamOf(text, settings.WorkingFolder))],
            ObjectsFolder = NullIfEmpty(settings.Get(GatewaySettings.Objects)),
            Scheduler = SchedulerOf(settings),
            Fairness = FairnessOf(settings),
            Auth = AuthOf(settings),
            TrustedUserHeader = NullIfEmpty(settings.Get(CallerSettings.UserHeader)),
            PriceFile = NullIfEmpty(settings.Get(CallerSettings.Prices)),
            RedisPassword = NullIfEmpty(settings.Get(CallerSettings.RedisPassword)),
            RedisTimeout = settings.Get(CallerSettings.RedisTimeout),
            RetryShare = settings.Get(SchedulerSettings.RetryShare),
            RetryReserve = settings.Get(SchedulerSettings.RetryReserve),
            MaxConcurrentRequests = settings.Get(GatewaySettings.MaxConcurrent) is > 0 and var most ? most : null,
            ConnectTimeout = settings.Get(GatewaySettings.ConnectTimeout),
            FirstByteTimeout = settings.Get(GatewaySettings.FirstByteTimeout),
            IdleTimeout = settings.Get(GatewaySettings.IdleTimeout),
            ClientTimeout = settings.Get(GatewaySettings.ClientTimeout),
            ScrapeInterval = settings.Get(GatewaySettings.ScrapeInterval),
            DrainTimeout = settings.Get(GatewaySettings.DrainTimeout),
            Profiling = RoleSetup.ProfilingOf(settings),
        };
        return RoleSetup.Complete(options, context, GatewayServer.DefaultPack, limits, telemetry => Configure(telemetry, settings));
    }

    private static void Configure(VitrineOptions telemetry, ResolvedSettings settings)
    {
        telemetry.Log = LogOf(settings, telemetry.Log!);
        telemetry.ExposedLabels.UnionWith(ExposedLabelsOf(settings));
        telemetry.Debug.MetricsPath = settings.Get(GatewaySettings.MetricsEnabled) ? settings.Get(GatewaySettings.MetricsPath) : null;
    }

    private static SchedulerOptions SchedulerOf(ResolvedSettings settings) => new()
    {
        Filters = [.. settings.Get(SchedulerSettings.Filters).Except(settings.Get(SchedulerSettings.FiltersOff))],
        Scores = [.. settings.Get(SchedulerSettings.Scores).ExceptBy(settings.Get(SchedulerSettings.ScoresOff).Select(score => score.Name), score => score.Name)],
        MaxWaitingRequests = settings.Get(SchedulerSettings.MaxWaitingRequests),
        FirstTokenShare = settings.Get(SchedulerSettings.FirstTokenShare),
        PrefixBlockBytes = settings.Get(SchedulerSettings.PrefixBlockBytes),
        PrefixBlocksPerPrompt = settings.Get(SchedulerSettings.PrefixBlocksPerPrompt),
        PrefixBlocksPerPod = settings.Get(SchedulerSettings.PrefixBlocksPerPod),
    };

    private static FairnessOptions FairnessOf(ResolvedSettings settings) => new()
    {
        IsEnabled = settings.Get(FairnessSettings.Enabled),
        Window = settings.Get(FairnessSettings.Window),
        InputTokenWeight = settings.Get(FairnessSettings.InputTokenWeight),
        OutputTokenWeight = settings.Get(FairnessSettings.OutputTokenWeight),
        TokenWeight = settings.Get(FairnessSettings.TokenWeight),
        RequestWeight = settings.Get(FairnessSettings.RequestWeight),
        MaxConcurrent = settings.Get(FairnessSettings.MaxConcurrent) is > 0 and var most ? most : null,
        MaxPerSecond = settings.Get(FairnessSettings.MaxPerSecond) is > 0 and var pace ? pace : null,
        MaxWaiting = settings.Get(FairnessSettings.MaxWaiting),
        Timeout = settings.Get(FairnessSettings.QueueTimeout),
    };

    // Half a block would let everybody in.
    private static AuthOptions? AuthOf(ResolvedSettings settings)
    {
        var (issuer, audiences) = (settings.Get(CallerSettings.Issuer), settings.Get(CallerSettings.Audiences));
        if (settings.Get(CallerSettings.Jwks) is { Length: > 0 } jwks) return new AuthOptions { Jwks = jwks, Issuer = NullIfEmpty(issuer), Audiences = audiences, ForwardsToken = settings.Get(CallerSettings.ForwardToken) };
        if (issuer.Length == 0 && audiences.Count == 0) return null;
        throw new RoleStartException($"Tokens cannot be verified without keys: {CallerSettings.Jwks.Flag} (auth.jwksUri in YAML) must be given beside issuer and audiences.");
    }

    // A label that no family has would be a wish that nobody hears.
    private static IReadOnlyList<string> ExposedLabelsOf(ResolvedSettings settings)
    {
        var exposed = settings.Get(CallerSettings.ExposeLabels);
        var known = PackOutline.Of(RolePack.Of(settings, GatewayServer.DefaultPack)).Families.SelectMany(family => family.Labels).ToHashSet(StringComparer.Ordinal);
        var unknown = exposed.FirstOrDefault(label => !known.Contains(label));
        return unknown is null ? exposed : throw new RoleStartException($"{CallerSettings.ExposeLabels.Flag}: no family has a label '{unknown}'. {Nearest.Suggest(unknown, [.. known])}");
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    /// <summary>The log; access lines have a destination and a form of their own.</summary>
    private static ServiceLogOptions LogOf(ResolvedSettings settings, ServiceLogOptions log)
    {
        var output = settings.IsSet(GatewaySettings.AccessLogOutput) ? settings.Get(GatewaySettings.AccessLogOutput) : log.AccessOutput;
        if (output is not (null or "stdout" or "stderr")) output = Path.GetFullPath(output, settings.WorkingFolder);
        return log with
        {
            AccessEnabled = settings.Get(GatewaySettings.AccessLogEnabled),
            AccessAsText = settings.Get(GatewaySettings.AccessLogFormat) == "text",
            AccessOutput = output,
        };
    }

    private static UpstreamOptions UpstreamOf(string text, string folder)
    {
        try
        {
            return UpstreamOptions.Parse(text, folder);
        }
        catch (FormatException e)
        {
            throw new RoleStartException($"{GatewaySettings.Upstreams.Flag}: {e.Message}");
        }
    }
}
