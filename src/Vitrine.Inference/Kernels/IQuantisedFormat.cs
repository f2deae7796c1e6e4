using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// A storage type of small integers with scales: rows of superblocks of <see cref="PackedBlock.Elements"/>, each of which is multiplied with packed activations in integers. A block's product is
/// <c>scale * dot</c>, less <c>minimumScale * minima · sums</c> where the type has minima, times the activations' own scale.
/// </summary>
internal unsafe interface IQuantisedFormat
{
    /// <summary>Bytes of a block.</summary>
    static abstract int BlockBytes { get; }

    /// <summary>Where the half stands that scales a block.</summary>
    static abstract int ScaleAt { get; }

    /// <summary>Whether blocks have minima, and with them <see cref="Minima"/>.</summary>
    static abstract bool HasMinima { get; }

    /// <summary>Where the half stands that scales a block's minima.</summary>
    static abstract int MinimumScaleAt { get; }

    /// <summary>Parts of the products of a block with one activation, whose sum is the product.</summary>
    /// <param name="block">The weights.</param>
    /// <param name="x">The activations' bytes that belong to the block.</param>
    static abstract Vector256<int> Dot<TIntegers>(byte* block, byte* x)
        where TIntegers : struct, IIntegerLanes;

    /// <summary>The same with four activations, which share the work on the weights.</summary>
    static abstract void DotFour<TIntegers>(
        byte* block, byte* x0, byte* x1, byte* x2, byte* x3, out Vector256<int> sum0, out Vector256<int> sum1, out Vector256<int> sum2, out Vector256<int> sum3)
        where TIntegers : struct, IIntegerLanes;

    /// <summary>The sub-blocks' minima, each as often as <see cref="PackedBlock.SumsAt"/> has sums for it.</summary>
    static abstract Vector256<short> Minima(byte* block);

    /// <summary>Writes a block as floats, exactly as ggml decodes it.</summary>
    static abstract void Widen(byte* block, float* destination);
}
