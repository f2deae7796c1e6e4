namespace Vitrine.Inference.Kernels;

/// <summary>The eight-bit forms of activations that quantised weights are multiplied with, the same that ggml rounds them to.</summary>
[Flags]
internal enum ActivationPackings
{
    /// <summary>Floats only.</summary>
    None = 0,

    /// <summary>A scale for 32 elements, for weights in Q8_0 (ggml-common.h, <c>block_q8_0</c>).</summary>
    By32 = 1,

    /// <summary>A scale for 256 elements and the sum of each 16, for weights in the K formats (<c>block_q8_K</c>).</summary>
    By256 = 2,
}
