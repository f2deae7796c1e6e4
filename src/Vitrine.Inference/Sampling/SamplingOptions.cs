namespace Vitrine.Inference.Sampling;

/// <summary>How the next token is chosen and when to stop. Check with <see cref="SamplingValidator"/> before use.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 takes the likeliest token; 1 samples from the model's own distribution. 0 to 10, default 0.8.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>Keeps only this many of the likeliest tokens; 0 keeps all. 0 to 1,000,000, default 40.</summary>
    public int TopK { get; init; } = 40;

    /// <summary>Keeps the likeliest tokens whose probabilities, after temperature, reach this sum; 1 keeps all. Above 0 to 1, default 0.95.</summary>
    public float TopP { get; init; } = 0.95f;

    /// <summary>
    /// Keeps the tokens at least this many times as likely as the likeliest one, before temperature; 0 keeps all. 0 to 1, default 0.
    /// </summary>
    public float MinP { get; init; }

    /// <summary>
    /// Divides the positive logits of the last 64 tokens, those of the prompt included, and multiplies the negative ones; 1 is off, below 1
    /// rewards repetition. Above 0 to 100, default 1.
    /// </summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Makes sampling repeatable; null draws a fresh seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Most tokens to generate; null means as many as the context holds. At least 1.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Goes on behind the token that ends the model's answer, which then counts as one of the answer: for measurements, whose answers must have a length. Default false.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Texts that end the answer and are not part of it. At most 16, each of 1 to 256 characters.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];
}
