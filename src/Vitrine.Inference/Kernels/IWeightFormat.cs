namespace Vitrine.Inference.Kernels;

/// <summary>
/// A storage type as kernels see it: rows of blocks, each of which can be multiplied with activations or widened to floats.
/// A new type is a new implementation, a case in each switch of the products, and an entry of <see cref="ComputeKernels.SupportedTypes"/>.
/// </summary>
internal unsafe interface IWeightFormat
{
    /// <summary>Elements of a block, a multiple of 16.</summary>
    static abstract int BlockElements { get; }

    /// <summary>Bytes of a block.</summary>
    static abstract int BlockBytes { get; }

    /// <summary>The factor that a finished dot product still needs.</summary>
    static abstract float DotScale { get; }

    /// <summary>Adds the products of one block with <see cref="BlockElements"/> activations to <paramref name="sum"/>, lane by lane.</summary>
    static abstract TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>Writes one block as floats.</summary>
    static abstract void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>One element of a row's incomplete last block; types that always have whole blocks are never asked.</summary>
    static abstract float WidenElement(byte* tail, int index);
}
