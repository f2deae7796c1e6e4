namespace Vitrine.Inference.Llama;

/// <summary>What is wanted of a computed row besides its place in the cache.</summary>
internal enum RowOutput
{
    /// <summary>Nothing: most rows of a prompt skip the output matrix.</summary>
    None,

    /// <summary>A logit for every token.</summary>
    Logits,

    /// <summary>The hidden state behind the final norm.</summary>
    Hidden,
}
