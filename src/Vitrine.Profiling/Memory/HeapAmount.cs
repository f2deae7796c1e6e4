namespace Vitrine.Profiling.Memory;

/// <summary>How much of something is on the heap.</summary>
/// <param name="Objects">How many objects; 0 where only bytes are known.</param>
/// <param name="SizeBytes">How many bytes they take.</param>
internal readonly record struct HeapAmount(long Objects, long SizeBytes)
{
    public static HeapAmount operator +(HeapAmount left, HeapAmount right) => new(left.Objects + right.Objects, left.SizeBytes + right.SizeBytes);

    public static HeapAmount operator -(HeapAmount left, HeapAmount right) => new(left.Objects - right.Objects, left.SizeBytes - right.SizeBytes);
}
