using Vitrine.Profiling;
using Vitrine.Profiling.Continuous;
using Vitrine.Settings;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Terminal;

namespace Vitrine.Roles;

/// <summary>Translates the settings at the top, which every role has, into the options of its listeners and of its telemetry.</summary>
internal static class RoleSetup
{
    /// <summary>Completes a server's options with what every role is told in the same words: its listeners, its stop, its telemetry.</summary>
    /// <param name="options">What is its own.</param>
    /// <param name="context">The plan, the settings and the streams.</param>
    /// <param name="pack">Its own pack.</param>
    /// <param name="limits">What its listeners accept.</param>
    /// <param name="configure">Has the last word on its telemetry, or null.</param>
    /// <exception cref="RoleStartException">A setting cannot be used.</exception>
    public static TOptions Complete<TOptions>(TOptions options, RoleContext context, string pack, ListenerLimits limits, Action<VitrineOptions>? configure = null)
        where TOptions : RoleServerOptions
    {
        var keys = KeysOf(context.Settings);
        var listeners = context.Plan.Listeners.ToLookup(listener => listener.Name == RoleListener.Debug, listener => ListenerOf(listener, context.Settings, limits));
        return options with
        {
            Api = [.. listeners[false]],
            Debug = listeners[true].SingleOrDefault() is { } debug ? debug with { ApiKeys = keys } : null,
            // The token that the role is given stops it; the server must not listen to signals besides.
            IsSupervised = true,
            ConfigureTelemetry = telemetry =>
            {
                Configure(telemetry, context.Settings, keys, LogOf(context.Settings, context.Surroundings, pack));
                configure?.Invoke(telemetry);
            },
        };
    }

    private static ListenerConfig ListenerOf(RoleListener listener, ResolvedSettings settings, ListenerLimits limits) => new()
    {
        Host = listener.Address.Host,
        Port = listener.Address.Port,
        Tls = settings.Get(SharedSettings.TlsCertificate) is { Length: > 0 } certificate
            ? new TlsConfig { CertificatePath = certificate, KeyPath = settings.Get(SharedSettings.TlsKey) is { Length: > 0 } key ? key : null }
            : null,
        Limits = limits,
        Remedy = $"Stop it, or choose another address with --{listener.Name}-host.",
    };

    /// <summary>The API keys, or null when anybody may call.</summary>
    /// <exception cref="RoleStartException">The file cannot be used.</exception>
    private static ApiKeys? KeysOf(ResolvedSettings settings)
    {
        if (settings.Get(SharedSettings.ApiKeyFile) is not { Length: > 0 } file) return null;
        try
        {
            return ApiKeys.FromFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RoleStartException($"{SharedSettings.ApiKeyFile.Flag}: {e.Message}");
        }
    }

    /// <summary>How profiles are served and kept: every role's in a folder of its own below the data directory.</summary>
    /// <exception cref="RoleStartException">They contradict each other.</exception>
    public static ProfilingOptions ProfilingOf(ResolvedSettings settings)
    {
        var (every, length) = (settings.Get(ProfileSettings.Every), settings.Get(ProfileSettings.For));
        if (every > TimeSpan.Zero && (length < TimeSpan.FromSeconds(1) || length >= every))
            throw new RoleStartException($"{ProfileSettings.For.Flag} must be at least 1s and less than {ProfileSettings.Every.Flag}, which is {DurationText.Format(every)}.");
        return new ProfilingOptions
        {
            Role = settings.Scope.Role,
            LongestCapture = settings.Get(ProfileSettings.Longest),
            Continuous = new ContinuousOptions
            {
                Every = every,
                For = length,
                MostFiles = settings.Get(ProfileSettings.Keep),
                MostBytes = settings.Get(ProfileSettings.MaxSize),
                Folder = Path.Combine(settings.Get(SharedSettings.DataFolder), "profiles", settings.Scope.Role),
            },
        };
    }

    /// <summary>Sets packs, keys, log and the settings that <c>/debug/config</c> shows.</summary>
    private static void Configure(VitrineOptions telemetry, ResolvedSettings settings, ApiKeys? keys, ServiceLogOptions log)
    {
        if (settings.Get(SharedSettings.Packs) is { Count: > 0 } packs) telemetry.Packs = [.. packs];
        if (settings.Get(SharedSettings.PackFolder) is { Length: > 0 } folder) telemetry.PackFolder = folder;
        telemetry.ApiKeys = keys;
        telemetry.Log = log;
        telemetry.Audit = AuditOf(settings);
        foreach (var setting in settings.Effective) telemetry.Settings.Add(setting);
    }

    /// <summary>Where audit entries go, and where they wait: every role's in a folder of its own below the data directory. Null without a ledger.</summary>
    /// <param name="settings">The role's settings.</param>
    /// <param name="self">The plan of a role that is a ledger: it tells itself, at its own address as the others do, unless the settings say otherwise.</param>
    /// <exception cref="RoleStartException">The key cannot be read.</exception>
    public static AuditOptions? AuditOf(ResolvedSettings settings, RolePlan? self = null)
    {
        if (settings.IsSet(AuditSettings.Url)) self = null;
        if ((self is null ? settings.Get(AuditSettings.Url) : new Uri(AuditWiring.AddressOf(self))) is not { } ledger) return null;
        try
        {
            return new AuditOptions
            {
                Ledger = ledger,
                Folder = Path.Combine(settings.Get(SharedSettings.DataFolder), "audit", settings.Scope.Role),
                MaxBytes = settings.Get(AuditSettings.OutboxSize),
                Key = (settings.Get(AuditSettings.KeyFile) is { Length: > 0 } named ? named : self?.ApiKeyFile) is { } file ? UpstreamKey.FromFile(file) : null,
                Service = settings.Scope.Role,
            };
        }
        catch (FormatException e)
        {
            throw new RoleStartException($"{AuditSettings.KeyFile.Flag}: {e.Message}");
        }
    }

    /// <summary>The log. Unless the user names a destination, the pack chooses: some documents write access lines apart.</summary>
    private static ServiceLogOptions LogOf(ResolvedSettings settings, Surroundings surroundings, string defaultPack)
    {
        var chosen = settings.IsSet(SharedSettings.LogOutput) ? settings.Get(SharedSettings.LogOutput) : null;
        if (chosen is not (null or "stdout" or "stderr")) chosen = Path.GetFullPath(chosen, settings.WorkingFolder);
        var (isTerminal, colours) = (chosen ?? RolePack.Of(settings, defaultPack).LogOutput) switch
        {
            "stdout" => (surroundings.OutputIsTerminal, surroundings.OutputColours),
            "stderr" => (surroundings.ErrorIsTerminal, surroundings.ErrorColours),
            _ => (false, false),
        };
        return new ServiceLogOptions
        {
            Filter = settings.Get(SharedSettings.LogLevel),
            Output = chosen,
            AccessOutput = chosen,
            Pretty = settings.Get(SharedSettings.LogPretty) is "true" || (isTerminal && settings.Get(SharedSettings.LogPretty) is "auto"),
            Colours = colours,
        };
    }
}
