using Vitrine.ModelServer.Api;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>Loads models, each on a thread of its own: reading and warming up are long and synchronous, and probes are answered meanwhile.</summary>
/// <remarks>
/// A load takes these steps; the one it fails at is the <c>stage</c> of <c>pool_load_failures_total</c>.
/// <list type="number">
/// <item>plan: the file's header says how much memory the model will take.</item>
/// <item>reserve: more than the whole budget is refused before anybody leaves; otherwise idle models are chosen to make room.</item>
/// <item>evict: wait until the chosen ones are freed.</item>
/// <item>load: read the file and start the engine.</item>
/// </list>
/// A failed load is told to all who wait for it. Nothing of it stays: the next request tries again.
/// </remarks>
internal sealed partial class ModelLoader(PoolTable table, ModelUnloader unloader, ModelServerOptions options, ITelemetry telemetry, TimeProvider clock, ILoggerFactory loggers, ILogger<ModelLoader> log)
{
    private readonly EngineLog? _engineLog = EngineLog.Of(options, loggers);

    /// <summary>Begins a load that has its place in the table. Its <see cref="ModelLoad.End"/> tells the rest.</summary>
    public void Start(ModelLoad load) => new Thread(() => Load(load)) { IsBackground = true, Name = "model load" }.Start();

    private void Load(ModelLoad load)
    {
        var stage = "plan";
        try
        {
            // Step 1: plan.
            var bytes = options.PlanModel?.Invoke(load.File) ?? EngineModels.Plan(options, load.File);

            // Step 2: reserve.
            stage = "reserve";
            if (Refuse(load, bytes, out var victims) is { } refused)
            {
                Fail(load, stage, refused, null);
                return;
            }

            // Step 3: evict.
            stage = "evict";
            if (victims.Count > 0) Evict(load, victims);

            // Step 4: load.
            stage = "load";
            Open(load);
        }
        catch (Exception e)
        {
            if (stage == "plan") Reject(load, "invalid_plan");
            Fail(load, stage, Explain(load.File, e), e);
        }
    }

    private ApiError? Refuse(ModelLoad load, long bytes, out IReadOnlyList<Eviction> victims)
    {
        victims = [];
        ApiError refused;
        if (bytes > options.MemoryBudgetBytes)
        {
            refused = new ApiError(ErrorCode.ResourceExhausted, $"The model '{load.File.Id}' needs {bytes} bytes of memory, and all models together may take {options.MemoryBudgetBytes}.");
        }
        else if (table.Admit(load, bytes) is { } admitted)
        {
            victims = admitted;
            return null;
        }
        else
        {
            refused = new ApiError(ErrorCode.Unavailable, $"The server is busy: the models in use leave no room for '{load.File.Id}'. Try again later.");
        }

        Reject(load, "no_capacity");
        return refused;
    }

    private void Evict(ModelLoad load, IReadOnlyList<Eviction> victims)
    {
        using var wait = load.Begin(PoolKinds.EvictWait, telemetry);
        foreach (var victim in victims) unloader.Unload(victim);
        wait.End(Outcome.Ok);
    }

    private void Open(ModelLoad load)
    {
        var file = load.File;
        using var scope = load.Begin(ModelKinds.Load, telemetry).Set(ModelFacts.File, file.Path).Opened();
        try
        {
            _engineLog?.Reading(file.Path);
            var engine = Open(file, new LoadProgress(this, load));
            _engineLog?.Loaded(engine.Info);
            scope.Set(GenAiFacts.ResponseModel, file.Id).End(Outcome.Ok);
            var member = table.Put(load, new LoadedModel(file.Id, engine, clock.GetUtcNow()), engine.Info.FileSizeBytes + engine.Info.KvBytes);
            unloader.Watch(member);
            LogReady(file.Id, engine.Info.ContextLength, engine.Info.Threads, engine.Info.Slots);
            load.Complete(new ModelLoadEnd(member));
        }
        catch (Exception e)
        {
            scope.Set(GenAiFacts.ResponseModel, file.Id).End(Outcome.Error, e.GetType().Name, e.Message);
            throw;
        }
    }

    private ILanguageModel Open(ModelFile file, LoadProgress progress) => options.OpenModel?.Invoke(file, progress) ?? EngineModels.Open(options, file, progress);

    private void Fail(ModelLoad load, string stage, ApiError error, Exception? cause)
    {
        telemetry.Point(PoolKinds.LoadFailure).Set(GenAiFacts.ResponseModel, load.File.Id).Set(PoolFacts.Stage, stage).Set(CoreFacts.ErrorMessage, error.Detail ?? error.Message).Emit();
        table.Fail(load);
        load.Complete(new ModelLoadEnd(null, error, cause));
    }

    private void Reject(ModelLoad load, string reason) => telemetry.Point(PoolKinds.Rejection).Set(GenAiFacts.ResponseModel, load.File.Id).Set(PoolFacts.Rejection, reason).Emit();

    private static ApiError Explain(ModelFile file, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new ApiError(ErrorCode.NotFound, $"The file of the model '{file.Id}' is gone.") { Detail = e.Message },
        OutOfMemoryException => new ApiError(ErrorCode.ResourceExhausted, $"There is not enough memory for the model '{file.Id}'.") { Detail = e.Message },
        // The client asked for nothing wrong: it is the server's file.
        _ => new ApiError(ErrorCode.Internal, $"The model '{file.Id}' cannot be loaded. The server's log has the reason.") { Detail = e.Message },
    };

    [LoggerMessage(EventIds.LoadProgress, LogLevel.Information, "Loading the model {Model}: {Percent} % is read.")]
    private partial void LogProgress(string model, int percent);

    [LoggerMessage(EventIds.ModelReady, LogLevel.Information, "The model {Model} is ready: {ContextSize} tokens of context, {Threads} threads, {Slots} slots.")]
    private partial void LogReady(string model, int contextSize, int threads, int slots);

    /// <summary>Tells the pool every step and the log every tenth.</summary>
    private sealed class LoadProgress(ModelLoader loader, ModelLoad load) : IProgress<double>
    {
        private const int Step = 10;
        private int _told;

        public void Report(double value)
        {
            load.Progress = value;
            var percent = (int)(value * 100) / Step * Step;
            if (percent <= _told) return;
            _told = percent;
            loader.LogProgress(load.File.Id, percent);
        }
    }
}
