namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of a model in memory, of the engine that runs it and of the pool that holds it.</summary>
public static class ModelFacts
{
    /// <summary>The model's file.</summary>
    public static readonly Fact<string> File = Fact.Text("vitrine.model.file", FactOrigin.Resolved);

    /// <summary>Estimated memory: weights and KV cache.</summary>
    public static readonly Fact<long> Memory = Fact.Integer("vitrine.model.memory", "By");

    /// <summary>Memory of the KV cache over all slots.</summary>
    public static readonly Fact<long> SlotMemory = Fact.Integer("vitrine.model.slot_memory", "By");

    /// <summary>Memory of the KV cache per token.</summary>
    public static readonly Fact<long> BytesPerToken = Fact.Integer("vitrine.model.bytes_per_token", "By");

    /// <summary>The context window.</summary>
    public static readonly Fact<long> ContextSize = Fact.Integer("vitrine.model.context_size", "{token}");

    /// <summary>Engine threads.</summary>
    public static readonly Fact<long> Threads = Fact.Integer("vitrine.model.threads", "{thread}");

    /// <summary>Tokens per prefill batch.</summary>
    public static readonly Fact<long> BatchSize = Fact.Integer("vitrine.model.batch_size", "{token}");

    /// <summary>Requests that the engine answers at the same time.</summary>
    public static readonly Fact<long> Slots = Fact.Integer("vitrine.model.slots", "{slot}");

    /// <summary>1 when the model is in memory, 0 when it is only on offer.</summary>
    public static readonly Fact<long> IsLoaded = Fact.Integer("vitrine.model.loaded");

    /// <summary>What every layer cost an inference, as text for people; only where the engine was asked to measure it.</summary>
    public static readonly Fact<string> Layers = Fact.Text("vitrine.layers");

    /// <summary>Requests in slots.</summary>
    public static readonly Fact<long> ActiveStreams = Fact.Integer("vitrine.model.active_streams", "{request}");

    /// <summary>Requests waiting for a slot.</summary>
    public static readonly Fact<long> QueueDepth = Fact.Integer("vitrine.model.queue_depth", "{request}");

    /// <summary>The slot a request runs in.</summary>
    public static readonly Fact<long> Slot = Fact.Integer("vitrine.slot");

    /// <summary>Positions of the KV cache in use.</summary>
    public static readonly Fact<long> KvUsed = Fact.Integer("vitrine.kv.used", "{token}");

    /// <summary>How the pool answered: hit, miss, dedup, busy, error.</summary>
    public static readonly Fact<string> PoolResult = Fact.Text("vitrine.pool.result");

    /// <summary>What is prefilled: text, media.</summary>
    public static readonly Fact<string> PrefillKind = Fact.Text("vitrine.prefill.kind");
}
