namespace Vitrine.Gateway.Objects;

/// <summary>What runs in a model server's pods, and so which metrics it speaks.</summary>
internal enum InferenceEngine
{
    /// <summary>vLLM; port 8000 by default.</summary>
    VLlm,

    /// <summary>SGLang; port 30000 by default.</summary>
    SgLang,

    /// <summary>llama.cpp's server; port 8080 by default.</summary>
    LlamaCpp,

    /// <summary>The house's own model server; port 8082 by default. It is polled at its debug port, so that watching moves nothing.</summary>
    Vitrine,

    /// <summary>Any other OpenAI-compatible server, or one of these that has not been told apart yet: it is recognised by what it answers.</summary>
    Unknown,
}
