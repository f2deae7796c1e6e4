namespace Vitrine.Inference.Kernels;

/// <summary>
/// The factor between a half's bits in a float's fields and its value: 2^(127-15) = 2^112. It is split into two equal parts, one for each
/// side of a dot product, so that neither the tiny products nor the scaled activations leave the range of a float.
/// </summary>
internal static class HalfScale
{
    /// <summary>2^112, exact.</summary>
    public const float Whole = 5.192296858534828e33f;

    /// <summary>2^56, exact.</summary>
    public const float Root = 72057594037927936f;
}
