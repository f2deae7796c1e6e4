namespace Vitrine.Inference.Llama;

/// <summary>How the hidden states of a text become one vector (llama.h, <c>enum llama_pooling_type</c>).</summary>
public enum PoolingType
{
    /// <summary>The mean over all tokens; also for files that name no pooling.</summary>
    Mean = 1,

    /// <summary>The state of the first token.</summary>
    Cls = 2,

    /// <summary>The state of the last token.</summary>
    Last = 3,
}
