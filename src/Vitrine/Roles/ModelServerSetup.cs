using Vitrine.ModelServer;
using Vitrine.Settings;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Roles;

/// <summary>Translates the settings of the model role into the options of its server.</summary>
internal static class ModelServerSetup
{
    /// <summary>The options of a model server.</summary>
    /// <exception cref="RoleStartException">A file that a setting names cannot be used.</exception>
    public static ModelServerOptions OptionsOf(RoleContext context)
    {
        var settings = context.Settings;
        if (settings.Get(ModelSettings.AuthEnabled) && settings.Get(SharedSettings.ApiKeyFile).Length == 0)
            throw new RoleStartException($"{ModelSettings.AuthEnabled.Flag}: there are no keys. Name a file of them with {SharedSettings.ApiKeyFile.Flag}.");
        var limits = new ListenerLimits { HeadersTimeout = settings.Get(ModelSettings.ReadTimeout), KeepAliveTimeout = settings.Get(ModelSettings.IdleTimeout) };
        var options = new ModelServerOptions
        {
            ModelPath = FileOf(settings),
            ModelFolder = FolderOf(settings),
            ModelsInPool = settings.Get(ModelSettings.ModelsInPool),
            IdleTime = settings.Get(ModelSettings.IdleTime),
            BudgetPercent = settings.Get(ModelSettings.BudgetPercent),
            BudgetBytes = settings.Get(ModelSettings.BudgetBytes) is > 0 and var bytes ? bytes : null,
            ContextSize = NullIfZero(settings.Get(ModelSettings.ContextSize)),
            Threads = NullIfZero(settings.Get(ModelSettings.Threads)),
            Slots = settings.Get(ModelSettings.Slots),
            SlotTimeout = settings.Get(ModelSettings.SlotTimeout) is var wait && wait > TimeSpan.Zero ? wait : null,
            BatchSize = settings.Get(ModelSettings.BatchSize),
            LayerTimings = settings.Get(ModelSettings.LayerTimings),
            QueueLength = settings.Get(ModelSettings.QueueLength),
            MaxInputs = settings.Get(ModelSettings.MaxInputs),
            RequestTimeout = settings.Get(ModelSettings.WriteTimeout),
            DrainTimeout = settings.Get(ModelSettings.ShutdownTimeout),
            EngineLog = settings.Get(ModelSettings.LlamaLog) != 0,
            InsecureLogging = settings.Get(ModelSettings.InsecureLogging),
            AllowedOrigins = settings.Get(ModelSettings.CorsAllowedOrigins),
            Profiling = RoleSetup.ProfilingOf(settings),
        };
        return RoleSetup.Complete(options, context, ModelServerRole.DefaultPack, limits, telemetry => telemetry.Export = ExportOf(settings, context.Surroundings.Variables));
    }

    /// <summary>The file that is loaded at start, or null: who names a folder alone wants the models in it, not the tiny one.</summary>
    public static string? FileOf(ResolvedSettings settings) => FolderOf(settings) is null || settings.IsSet(ModelSettings.File) ? settings.Get(ModelSettings.File) : null;

    /// <summary>The folder of models, or null.</summary>
    public static string? FolderOf(ResolvedSettings settings) => settings.Get(ModelSettings.Folder) is { Length: > 0 } folder ? folder : null;

    // The documents' flags and variables decide; where none is set, OTEL_* does, and only then the documents' defaults.
    private static ExportOptions ExportOf(ResolvedSettings settings, IReadOnlyDictionary<string, string> variables)
    {
        var isLeftToOtel = !settings.IsSet(ModelSettings.TempoHost) && variables.Keys.Any(name => name is "OTEL_TRACES_EXPORTER" or "OTEL_EXPORTER_OTLP_ENDPOINT" or "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        var collector = settings.Get(ModelSettings.TempoHost);
        return new ExportOptions
        {
            Endpoint = isLeftToOtel || collector is null ? null : new Uri(collector.Url()),
            Traces = isLeftToOtel ? null : collector is null ? ExportTarget.None : ExportTarget.Otlp,
            ServiceName = Unless(ModelSettings.TempoServiceName, "OTEL_SERVICE_NAME") ? settings.Get(ModelSettings.TempoServiceName) : null,
            SampleRatio = Unless(ModelSettings.TempoProbability, "OTEL_TRACES_SAMPLER") ? settings.Get(ModelSettings.TempoProbability) : null,
        };

        bool Unless(Setting setting, string variable) => settings.IsSet(setting) || !variables.ContainsKey(variable);
    }

    private static int? NullIfZero(int value) => value == 0 ? null : value;
}
