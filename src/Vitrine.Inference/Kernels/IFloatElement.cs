namespace Vitrine.Inference.Kernels;

/// <summary>A storage type whose elements are numbers of their own, each the rounding of a float: F32, F16 and BF16 differ in the load alone.</summary>
internal unsafe interface IFloatElement
{
    /// <summary>Bytes of an element.</summary>
    static abstract int SizeBytes { get; }

    /// <summary>
    /// The root of what a register's elements lack, a power of two. A dot product takes it once from either side, the activation and the sum, so that
    /// neither its smallest terms nor the scaled activation leave the range of a float.
    /// </summary>
    static abstract float ScaleRoot { get; }

    /// <summary>Loads a register of elements as floats, exactly but for the square of <see cref="ScaleRoot"/>.</summary>
    static abstract TVector Load<TLanes, TVector>(byte* source)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>Loads one element as a float, exactly.</summary>
    static abstract float Load(byte* source);
}
