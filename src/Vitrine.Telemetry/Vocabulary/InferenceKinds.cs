namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What happens in a model server between request and answer: http > inference > pool_acquire | prepare | queue_wait | generation > prefill | decode.</summary>
public static class InferenceKinds
{
    /// <summary>One inference: a chat, a completion, an embedding, a count of tokens. Counted whether it succeeds or not.</summary>
    public static readonly Kind Inference = Kind.Scope(
        "inference",
        [GenAiFacts.OperationName, GenAiFacts.RequestModel],
        GenAiFacts.ResponseModel, GenAiFacts.ResponseId, GenAiFacts.FinishReason, GenAiFacts.Stream, GenAiFacts.MaxTokens, GenAiFacts.Temperature,
        GenAiFacts.RequestParameters, GenAiFacts.Inputs, GenAiFacts.FailureClass, GenAiFacts.InputTokens, GenAiFacts.OutputTokens, GenAiFacts.CachedTokens, GenAiFacts.ReasoningTokens,
        GenAiFacts.CompletionTokens, GenAiFacts.TotalTokens, GenAiFacts.TokensPerSecond, GenAiFacts.TimeToFirstToken,
        GenAiFacts.RequestTimeToFirstToken, GenAiFacts.TimePerOutputToken, GenAiFacts.InputMessages, GenAiFacts.OutputMessages, ModelFacts.Layers,
        GatewayFacts.Route, GatewayFacts.Upstream, GatewayFacts.Attempts, GatewayFacts.PrefillDuration, GatewayFacts.DecodeDuration, GatewayFacts.IsUsageEstimated,
        GatewayFacts.Overhead, GatewayFacts.Decision, GatewayFacts.Cost, GatewayFacts.Currency, ChatFacts.InferenceType);

    /// <summary>Getting the model: a hit in the pool, or a load.</summary>
    public static readonly Kind PoolAcquire = Kind.Scope("pool_acquire", [], ModelFacts.PoolResult, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>Validating the request and making the prompt ready.</summary>
    public static readonly Kind Prepare = Kind.Scope("prepare", []);

    /// <summary>Rendering the chat template and tokenizing it.</summary>
    public static readonly Kind Prompt = Kind.Scope("prompt", [], ModelFacts.BatchSize);

    /// <summary>Waiting for a slot.</summary>
    public static readonly Kind QueueWait = Kind.Scope("queue_wait", []);

    /// <summary>The work in a slot, from its start to the last token.</summary>
    public static readonly Kind Generation = Kind.Scope("generation", [ModelFacts.Slot], ModelFacts.ActiveStreams, ModelFacts.KvUsed);

    /// <summary>Reading the prompt into the KV cache, up to the first token's logits.</summary>
    public static readonly Kind Prefill = Kind.Scope("prefill", [], ModelFacts.PrefillKind);

    /// <summary>Producing tokens, from the first to the last.</summary>
    public static readonly Kind Decode = Kind.Scope("decode", []);

    /// <summary>The first token came. Its value: milliseconds since the inference began.</summary>
    public static readonly Kind FirstToken = Kind.Point("first_token");

    /// <summary>All kinds of an inference.</summary>
    public static readonly IReadOnlyList<Kind> All = [Inference, PoolAcquire, Prepare, Prompt, QueueWait, Generation, Prefill, Decode, FirstToken];
}
