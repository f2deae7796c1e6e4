namespace Vitrine.Inference.Generation;

/// <summary>How an engine uses the machine. The defaults suit a small model on a shared machine.</summary>
public sealed record EngineOptions
{
    /// <summary>Positions to reserve in the key/value cache of every slot; null takes the model's own context length, at most 4096. Never more than the model's.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Compute threads; null takes 1 for models below 50 million parameters, otherwise one less than the machine has cores. Never more than it has; engines of one process take turns.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Jobs that run at the same time, 1 to 64. Each slot reserves a whole context of key/value cache, in use or not:
    /// <see cref="ModelInfo.KvBytes"/> is the price of all.
    /// </summary>
    public int Slots { get; init; } = 4;

    /// <summary>How long a job waits before it takes the slot of the job that has had one longest, and at least that long; null waits for ever. Above 0.</summary>
    public TimeSpan? SlotTimeout { get; init; }

    /// <summary>Prompt tokens computed together, 1 to 4096. Larger reads the weights less often and lets a cancellation wait longer. A quarter while answers are being written.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Generations and embeddings that may wait for a slot; one more is refused. At least 1.</summary>
    public int QueueCapacity { get; init; } = 64;

    /// <summary>Whether results say what every layer cost. Off, nothing is measured.</summary>
    public bool LayerTimings { get; init; }

    /// <summary>Runs the body of each thread of the engine, for somebody who wants to know them: it must call what it is given. Null runs it as it is.</summary>
    public Action<Action>? AroundThread { get; init; }

    /// <summary>The values out of range; empty when all is well.</summary>
    public IReadOnlyList<InvalidValue> Validate()
    {
        var errors = new List<InvalidValue>();
        Check(ContextLength is null or (>= 2 and <= 1 << 24), "context_length", ContextLength, "an integer from 2 to 16777216");
        Check(Threads is null or (>= 1 and <= 1024), "threads", Threads, "an integer from 1 to 1024");
        Check(Slots is >= 1 and <= 64, "slots", Slots, "an integer from 1 to 64");
        Check(SlotTimeout is null || SlotTimeout > TimeSpan.Zero, "slot_timeout", SlotTimeout, "a time above 0");
        Check(BatchSize is >= 1 and <= 4096, "batch_size", BatchSize, "an integer from 1 to 4096");
        Check(QueueCapacity is >= 1 and <= 1 << 20, "queue_capacity", QueueCapacity, "an integer from 1 to 1048576");
        return errors;

        void Check<T>(bool valid, string name, T value, string accepted)
        {
            if (!valid) errors.Add(new InvalidValue(name, value?.ToString() ?? "null", accepted));
        }
    }
}
