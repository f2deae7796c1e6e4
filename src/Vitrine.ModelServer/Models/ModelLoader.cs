using System.Diagnostics.CodeAnalysis;
using Vitrine.Inference.Generation;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>
/// Loads the model while the listener already answers, and unloads it when the host stops. A load that fails ends the server: without a model
/// it is of no use, and its supervisor should know.
/// </summary>
internal sealed partial class ModelLoader(
    ModelShelf shelf, ModelServerOptions options, ITelemetry telemetry, IHostApplicationLifetime lifetime, TimeProvider clock, ILoggerFactory loggers, ILogger<ModelLoader> log) : IHostedService
{
    private readonly EngineLog? _engineLog = options.EngineLog ? new EngineLog(loggers.CreateLogger(EngineLog.Category)) : null;
    private Task _loading = Task.CompletedTask;

    /// <summary>Why the model could not be loaded, or null.</summary>
    public Exception? Failure { get; private set; }

    private ModelShelf Shelf => shelf;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.InsecureLogging) LogInsecure();
        // Reading and warming up are long and synchronous: not on the pool, which answers probes meanwhile. Only once the listener stands, so
        // that a broken file stops a server that has started and not one that is starting.
        lifetime.ApplicationStarted.Register(() => _loading = Task.Factory.StartNew(Load, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return Task.CompletedTask;
    }

    /// <summary>Runs after the web server has stopped, so nobody is answered by a model that is going.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It runs on a thread of its own, which no awaiter can block.")]
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _loading.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // A large file that is still being read must not hold up the stop; it goes with the process.
            return;
        }

        if (shelf.Take() is not { } model) return;
        using var unload = telemetry.Begin(ModelKinds.Unload).Set(GenAiFacts.ResponseModel, model.Name).Opened();
        var info = model.Engine.Info;
        model.Engine.Dispose();
        _engineLog?.Freed(info);
        unload.End(Outcome.Ok);
    }

    private void Load()
    {
        using var load = telemetry.Begin(ModelKinds.Load).Set(ModelFacts.File, options.ModelPath).Opened();
        try
        {
            _engineLog?.Reading(options.ModelPath);
            var engine = options.OpenModel(options, new LoadProgress(this));
            _engineLog?.Loaded(engine.Info);
            load.Set(GenAiFacts.ResponseModel, options.ModelName).End(Outcome.Ok);
            shelf.Put(new LoadedModel(options.ModelName, engine, clock.GetUtcNow()));
            LogReady(options.ModelName, engine.Info.ContextLength, engine.Info.Threads, engine.Info.Slots);
        }
        catch (Exception e)
        {
            load.End(Outcome.Error, e.GetType().Name, e.Message);
            Failure = e;
            LogFailed(e, options.ModelPath);
            lifetime.StopApplication();
        }
    }

    /// <summary>Opens the house's engine.</summary>
    internal static ILanguageModel OpenEngine(ModelServerOptions options, IProgress<double> progress) => new EngineModel(TextEngine.Load(
        options.ModelPath,
        new EngineOptions { ContextLength = options.ContextSize, Threads = options.Threads, BatchSize = options.BatchSize, QueueCapacity = options.QueueLength },
        progress));

    [LoggerMessage(EventIds.LoadProgress, LogLevel.Information, "Loading the model: {Percent} % is read.")]
    private partial void LogProgress(int percent);

    [LoggerMessage(EventIds.ModelReady, LogLevel.Information, "The model {Model} is ready: {ContextSize} tokens of context, {Threads} threads, {Slots} slots.")]
    private partial void LogReady(string model, int contextSize, int threads, int slots);

    [LoggerMessage(EventIds.LoadFailed, LogLevel.Critical, "The model {File} cannot be loaded; the server stops.")]
    private partial void LogFailed(Exception error, string file);

    [LoggerMessage(EventIds.InsecureLogging, LogLevel.Warning, "Insecure logging is on: prompts and answers appear in the log. Never do this in production.")]
    private partial void LogInsecure();

    /// <summary>Tells the shelf every step and the log every tenth.</summary>
    private sealed class LoadProgress(ModelLoader loader) : IProgress<double>
    {
        private const int Step = 10;
        private int _told;

        public void Report(double value)
        {
            loader.Shelf.Progress = value;
            var percent = (int)(value * 100) / Step * Step;
            if (percent <= _told) return;
            _told = percent;
            loader.LogProgress(percent);
        }
    }
}
