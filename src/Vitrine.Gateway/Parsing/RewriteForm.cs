namespace Vitrine.Gateway.Parsing;

/// <summary>What a pod is asked to do of a request.</summary>
internal enum RewriteForm
{
    /// <summary>All of it, or the decoding after another pod's prefill: the client's own request.</summary>
    Whole,

    /// <summary>Its prompt only: one token, not streamed.</summary>
    Prefill,
}
