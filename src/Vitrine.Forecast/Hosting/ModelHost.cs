using Vitrine.Forecast.Engine;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Forecast.Hosting;

/// <summary>Loads the model while the service already answers probes, and holds it. Before it is there predictions are refused with 503.</summary>
internal sealed partial class ModelHost(ForecastOptions options, IHostApplicationLifetime lifetime, ILogger<ModelHost> log) : BackgroundService
{
    private IForecaster? _forecaster;

    /// <summary>The model, or null while it is not there.</summary>
    public IForecaster? Forecaster => Volatile.Read(ref _forecaster);

    /// <summary>Name and version of the model; empty while it is not there.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Why the model cannot be loaded, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The row of the model, whether it is there or not.</summary>
    public void ReadRow(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(GenAiFacts.RequestModel, Version.Length > 0 ? Version : "none");
        rows.Set(ModelFacts.IsLoaded, Forecaster is null ? 0 : 1);
    }

    /// <summary>The model goes: readiness says so at once.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        LogCleaning();
        await base.StopAsync(cancellationToken);
        Volatile.Write(ref _forecaster, null);
        LogCleaned();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogInitializing();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(options.StartupTimeout);
        try
        {
            LogLoading();
            var forecaster = await options.LoadModel(patience.Token).WaitAsync(patience.Token);
            Version = $"{forecaster.Name}-{forecaster.Version}";
            Volatile.Write(ref _forecaster, forecaster);
            LogReady(Version);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while it loaded.
        }
        catch (Exception e)
        {
            Failure = e is OperationCanceledException ? new TimeoutException($"The model was not loaded within {options.StartupTimeout.TotalSeconds:0.###} seconds.") : e;
            LogFailed(Failure);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(EventIds.Initializing, LogLevel.Information, "initializing predictor manager")]
    private partial void LogInitializing();

    [LoggerMessage(EventIds.Loading, LogLevel.Information, "loading Kronos tokenizer and model")]
    private partial void LogLoading();

    // The original's message is constant; what differs stands in a field of its own.
#pragma warning disable SYSLIB1015
    [LoggerMessage(EventIds.Ready, LogLevel.Information, "predictor manager ready")]
    private partial void LogReady(string model_version);
#pragma warning restore SYSLIB1015

    [LoggerMessage(EventIds.LoadFailed, LogLevel.Critical, "predictor manager failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventIds.Cleaning, LogLevel.Information, "cleaning up predictor resources")]
    private partial void LogCleaning();

    [LoggerMessage(EventIds.Cleaned, LogLevel.Information, "predictor resources cleaned up")]
    private partial void LogCleaned();
}
