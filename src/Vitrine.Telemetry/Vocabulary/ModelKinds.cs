namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What happens to models, whoever asked for it.</summary>
public static class ModelKinds
{
    /// <summary>Loading a model's file. Ends ok when the weights are usable.</summary>
    public static readonly Kind Load = Kind.Scope("model_load", [ModelFacts.File], GenAiFacts.ResponseModel, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>Loading a projector's file, for image or sound input.</summary>
    public static readonly Kind ProjectorLoad = Kind.Scope("projector_load", [ModelFacts.File], GenAiFacts.ResponseModel, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>Unloading a model.</summary>
    public static readonly Kind Unload = Kind.Scope("model_unload", [GenAiFacts.ResponseModel]);

    /// <summary>A model in memory, one row each; gone when unloaded.</summary>
    public static readonly Kind Loaded = Kind.State(
        "loaded_model",
        GenAiFacts.ResponseModel, ModelFacts.Memory, ModelFacts.SlotMemory, ModelFacts.BytesPerToken, ModelFacts.ContextSize, ModelFacts.Threads,
        ModelFacts.BatchSize, ModelFacts.Slots, ModelFacts.ActiveStreams, ModelFacts.QueueDepth, ModelFacts.KvUsed, PoolFacts.ActiveStreams, GenAiFacts.TokensPerSecond);

    /// <summary>A model that can be asked for, one row each, in memory or not.</summary>
    public static readonly Kind Offered = Kind.State("offered_model", GenAiFacts.RequestModel, ModelFacts.IsLoaded);

    /// <summary>All kinds of models.</summary>
    public static readonly IReadOnlyList<Kind> All = [Load, ProjectorLoad, Unload, Loaded, Offered];
}
