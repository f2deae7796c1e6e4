using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>What differs between the K formats: how 256 elements are packed, in eight steps of 32 elements in their order, and their sub-blocks' scales.</summary>
internal unsafe interface ISuperblock
{
    /// <summary>The elements of a step as unsigned bytes.</summary>
    static abstract Vector256<byte> Quants(byte* block, [ConstantExpected] int step);

    /// <summary>The scales, packed for <see cref="StepScales"/>.</summary>
    static abstract void Scales(byte* block, out Vector256<byte> low, out Vector256<byte> high);

    /// <summary>The scale of each pair of a step's elements.</summary>
    static abstract Vector256<short> StepScales<TIntegers>(Vector256<byte> low, Vector256<byte> high, [ConstantExpected] int step)
        where TIntegers : struct, IIntegerLanes;

    /// <summary>What a finished sum must still lose because the elements are unsigned in <see cref="Quants"/>.</summary>
    static abstract Vector256<int> Excess<TIntegers>(Vector256<byte> low, Vector256<byte> high, byte* x)
        where TIntegers : struct, IIntegerLanes;
}
