using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// The integer operations that products of quantised numbers are made of, on 32 bytes at a time. Integers have no rounding, so every implementation gives
/// the same bits.
/// </summary>
internal interface IIntegerLanes
{
    /// <summary>The sums of two neighbouring products each. Neither product's sum may pass 16 bits: bytes up to 128 by bytes of at most 127 do not.</summary>
    static abstract Vector256<short> MultiplyPairs(Vector256<byte> left, Vector256<sbyte> right);

    /// <summary>The sums of two neighbouring products each.</summary>
    static abstract Vector256<int> MultiplyPairs(Vector256<short> left, Vector256<short> right);

    /// <summary>The sums of four neighbouring products each; no byte of <paramref name="right"/> is -128.</summary>
    static abstract Vector256<int> MultiplyFours(Vector256<sbyte> left, Vector256<sbyte> right);

    /// <summary>Picks bytes by index 0 to 15, each half from its own.</summary>
    static abstract Vector256<byte> ShuffleHalves(Vector256<byte> values, Vector256<byte> indices);

    /// <summary>The four sums of four registers.</summary>
    static abstract Vector128<int> SumEach(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d);
}
