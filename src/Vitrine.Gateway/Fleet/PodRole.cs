namespace Vitrine.Gateway.Fleet;

/// <summary>What a pod does of a request.</summary>
internal enum PodRole
{
    /// <summary>All of it.</summary>
    Aggregated,

    /// <summary>It reads prompts.</summary>
    Prefill,

    /// <summary>It generates.</summary>
    Decode,
}
