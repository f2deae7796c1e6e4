using Vitrine.Forecast;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Requests;
using Vitrine.Settings;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Roles;

/// <summary>Translates the settings of the forecast role into its options.</summary>
internal static class ForecastSetup
{
    private const double Mebibyte = 1024 * 1024;
    private const string Cpu = "cpu";

    /// <summary>The options of a forecaster.</summary>
    /// <exception cref="RoleStartException">A setting cannot be used.</exception>
    public static ForecastOptions OptionsOf(RoleContext context)
    {
        var settings = context.Settings;
        var maxBodyBytes = (long)(settings.Get(ForecastSettings.MaxRequestSizeMegabytes) * Mebibyte);
        var device = settings.Get(ForecastSettings.Device);
        var forecaster = new StatisticalForecaster();
        var options = new ForecastOptions
        {
            AppName = settings.Get(ForecastSettings.AppName),
            LoadModel = _ => Task.FromResult<IForecaster>(forecaster),
            DeviceWarning = device == Cpu ? null : $"{forecaster.Name} runs on the CPU, not on {device}.",
            Defaults = DefaultsOf(settings),
            AllowedCallers = settings.Get(ForecastSettings.SecurityEnabled) ? settings.Get(ForecastSettings.ContainerWhitelist).ToHashSet(StringComparer.Ordinal) : null,
            TrustedProxies = settings.Get(ForecastSettings.TrustedProxies),
            RequestsPerMinute = settings.Get(ForecastSettings.RateLimitEnabled) ? settings.Get(ForecastSettings.RateLimitPerMinute) : null,
            MaxBodyBytes = maxBodyBytes,
            InferenceTimeout = settings.Get(ForecastSettings.InferenceTimeout),
            RequestTimeout = settings.Get(ForecastSettings.RequestTimeout),
            StartupTimeout = settings.Get(ForecastSettings.StartupTimeout),
            SlowAfter = settings.Get(ForecastSettings.SlowRequestSeconds),
            StrictReadiness = settings.Get(ForecastSettings.ReadyzStrict),
            MetricsEnabled = settings.Get(ForecastSettings.EnableMetrics),
            Workers = settings.Get(ForecastSettings.Workers) is > 0 and var workers ? workers : Environment.ProcessorCount,
            QueueLength = settings.Get(ForecastSettings.QueueLength),
            DataFolder = settings.Get(SharedSettings.DataFolder),
            DrainTimeout = settings.Get(ForecastSettings.DrainTimeout),
            Profiling = RoleSetup.ProfilingOf(settings),
            Warnings = [.. WarningsOf(settings, forecaster.Name), .. ForecastSettings.Variables.WarningsOf(context.Surroundings.Variables.Keys)],
        };
        return RoleSetup.Complete(options, context, ForecastServer.DefaultPack, new ListenerLimits { MaxBodyBytes = maxBodyBytes });
    }

    private static PredictionDefaults DefaultsOf(ResolvedSettings settings) => new()
    {
        Horizon = settings.Get(ForecastSettings.DefaultPredLen),
        Lookback = Math.Min(settings.Get(ForecastSettings.DefaultLookback), settings.Get(ForecastSettings.MaxContext)),
        Temperature = settings.Get(ForecastSettings.DefaultTemperature),
        TopK = settings.Get(ForecastSettings.DefaultTopK),
        TopP = settings.Get(ForecastSettings.DefaultTopP),
        SampleCount = settings.Get(ForecastSettings.DefaultSampleCount),
        Clip = settings.Get(ForecastSettings.ClipValue),
    };

    // What asks for a neural model is no mistake, for the document's own deployments set it; that it changes nothing must be said.
    private static IEnumerable<string> WarningsOf(ResolvedSettings settings, string model)
    {
        if (settings.Get(ForecastSettings.ModelId) is { Length: > 0 } id && id != model) yield return $"KRONOS_MODEL_ID asks for {id}: {model} is the model that predicts here";
        if (settings.Get(ForecastSettings.TokenizerId).Length > 0) yield return $"KRONOS_TOKENIZER_ID is set: {model} has no tokenizer";
        if (settings.Get(ForecastSettings.ModelPath).Length > 0) yield return $"KRONOS_MODEL_PATH is set: {model} reads no weights";
        if (settings.Get(ForecastSettings.Device) is var device && device != Cpu) yield return $"KRONOS_DEVICE asks for {device}: {model} runs on the CPU";
    }
}
