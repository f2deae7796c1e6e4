namespace Vitrine.Profiling.Threads;

/// <summary>Where a thread was at the moment of the snapshot.</summary>
/// <param name="Frames">Leaf first.</param>
/// <param name="IsManaged">Whether it ran managed code; else it waited or was in native code.</param>
internal sealed record ThreadStack(ulong[] Frames, bool IsManaged);
