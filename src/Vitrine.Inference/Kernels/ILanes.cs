using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// A width of arithmetic: the operations that every kernel is written in. Each kernel has one loop body, and the JIT makes one
/// specialisation per implementation: <see cref="Lanes512"/>, <see cref="Lanes256"/>, <see cref="Lanes128"/> and <see cref="ScalarLanes"/>, the twin
/// that tests compare with.
/// </summary>
/// <typeparam name="TVector">The register that holds <see cref="Count"/> floats.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats of a register, a divisor of 16.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* destination, TVector value);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary><c>left * right + addend</c>, fused where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>
    /// Loads halves as floats that are 2^112 too small: sign, exponent and fraction are moved to their places and the difference of the
    /// exponent biases is left to the caller, who folds <see cref="HalfScale"/> into a factor it has anyway. Exact for subnormals; infinities and NaN come out finite.
    /// </summary>
    static abstract TVector LoadHalves(ushort* source);

    /// <summary>Loads signed bytes as floats.</summary>
    static abstract TVector LoadBytes(sbyte* source);

    /// <summary>Loads bfloat16 numbers, the upper halves of floats.</summary>
    static abstract TVector LoadBFloats(ushort* source);

    /// <summary>Loads four bits of each byte, those from bit <paramref name="shift"/> up (0 or 4), as floats 0 to 15.</summary>
    static abstract TVector LoadNibbles(byte* source, [ConstantExpected] int shift);

    /// <summary>
    /// Loads six-bit numbers whose lower four bits stand at <paramref name="lowShift"/> of the bytes at <paramref name="low"/> and whose upper two at
    /// <paramref name="highShift"/> of the bytes at <paramref name="high"/>, as floats -32 to 31.
    /// </summary>
    static abstract TVector LoadSixBits(byte* low, [ConstantExpected] int lowShift, byte* high, [ConstantExpected] int highShift);

    static abstract float Sum(TVector value);

    /// <summary>The four sums of four registers.</summary>
    static abstract Vector128<float> SumEach(TVector a, TVector b, TVector c, TVector d);
}
