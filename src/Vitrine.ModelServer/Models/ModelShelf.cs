using Vitrine.ModelServer.Api;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>
/// Where requests get their model. It holds one, loaded at start; a pool that loads and evicts will stand here and answer in the same words.
/// Readers never lock: the whole state is one reference.
/// </summary>
internal sealed class ModelShelf
{
    private LoadedModel? _model;

    /// <summary>The models that can answer.</summary>
    public IReadOnlyList<LoadedModel> Loaded => Volatile.Read(ref _model) is { } model ? [model] : [];

    /// <summary>How much of the model has been read, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>Puts the model on the shelf: from now on it is found.</summary>
    public void Put(LoadedModel model) => Volatile.Write(ref _model, model);

    /// <summary>Takes the model off; whoever holds it may finish.</summary>
    public LoadedModel? Take() => Interlocked.Exchange(ref _model, null);

    /// <summary>Gets a model for a request, and says so as a <c>pool_acquire</c> scope of it.</summary>
    public (LoadedModel? Model, ApiError? Error) Acquire(string name, Operation inference)
    {
        using var acquire = inference.Begin(InferenceKinds.PoolAcquire);
        if (Volatile.Read(ref _model) is not { } model)
            return (null, Refuse(acquire, "busy", new ApiError(ErrorCode.Unavailable, $"The model is being loaded; {Progress:P0} is read. Try again soon.")));
        if (!string.Equals(model.Name, name, StringComparison.Ordinal))
            return (null, Refuse(acquire, "error", new ApiError(ErrorCode.NotFound, $"There is no model '{Shorten(name)}'. This server has '{model.Name}'.")));
        acquire.Set(ModelFacts.PoolResult, "hit").End(Outcome.Ok);
        return (model, null);
    }

    /// <summary>Writes one row per model for a scrape.</summary>
    public void ReadRows(ref StateRows rows)
    {
        foreach (var model in Loaded)
        {
            var (info, now) = (model.Engine.Info, model.Engine.Counters);
            rows.Begin();
            rows.Set(GenAiFacts.ResponseModel, model.Name);
            rows.Set(ModelFacts.Memory, info.FileSizeBytes + info.KvBytes);
            rows.Set(ModelFacts.SlotMemory, info.KvBytes);
            rows.Set(ModelFacts.BytesPerToken, info.KvBytesPerToken);
            rows.Set(ModelFacts.ContextSize, info.ContextLength);
            rows.Set(ModelFacts.Threads, info.Threads);
            rows.Set(ModelFacts.BatchSize, info.BatchSize);
            rows.Set(ModelFacts.ActiveStreams, now.Running);
            rows.Set(ModelFacts.QueueDepth, now.QueueDepth);
            rows.Set(ModelFacts.KvUsed, now.KvPositionsUsed);
        }
    }

    private static ApiError Refuse(Operation acquire, string result, ApiError error)
    {
        acquire.Set(ModelFacts.PoolResult, result).End(error.Code.Outcome, error.Code.Name, error.Message);
        return error;
    }

    private static string Shorten(string name) => name.Length > 80 ? name[..80] + "…" : name;
}
