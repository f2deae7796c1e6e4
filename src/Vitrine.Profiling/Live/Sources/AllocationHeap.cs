namespace Vitrine.Profiling.Live.Sources;

/// <summary>Where the runtime puts an object, in the numbers of its <c>AllocationSampled</c> event.</summary>
internal enum AllocationHeap
{
    /// <summary>Generation 0.</summary>
    Small,

    /// <summary>The large object heap: from 85,000 bytes.</summary>
    Large,

    /// <summary>The pinned object heap.</summary>
    Pinned,
}
