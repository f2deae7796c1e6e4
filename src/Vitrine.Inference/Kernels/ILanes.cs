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

    /// <summary>Loads halves as floats that lack <see cref="HalfBits.Scale"/>.</summary>
    static abstract TVector LoadHalves(ushort* source);

    /// <summary>Loads bfloat16 numbers, the upper halves of floats.</summary>
    static abstract TVector LoadBFloats(ushort* source);

    static abstract float Sum(TVector value);

    /// <summary>The four sums of four registers.</summary>
    static abstract Vector128<float> SumEach(TVector a, TVector b, TVector c, TVector d);
}
