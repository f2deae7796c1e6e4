using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>The product of a superblock of a K format with one activation and with four: eight steps of 32 elements, unrolled so that shifts are constants.</summary>
internal static unsafe class Superblock<TFormat, TIntegers>
    where TFormat : struct, ISuperblock
    where TIntegers : struct, IIntegerLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot(byte* block, byte* x)
    {
        TFormat.Scales(block, out Vector256<byte> low, out Vector256<byte> high);
        return Step(block, x, low, high, 0)
            + Step(block, x, low, high, 1)
            + Step(block, x, low, high, 2)
            + Step(block, x, low, high, 3)
            + Step(block, x, low, high, 4)
            + Step(block, x, low, high, 5)
            + Step(block, x, low, high, 6)
            + Step(block, x, low, high, 7)
            - TFormat.Excess<TIntegers>(low, high, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DotFour(
        byte* block, byte* x0, byte* x1, byte* x2, byte* x3, out Vector256<int> sum0, out Vector256<int> sum1, out Vector256<int> sum2, out Vector256<int> sum3)
    {
        TFormat.Scales(block, out Vector256<byte> low, out Vector256<byte> high);
        Vector256<int> s0 = -TFormat.Excess<TIntegers>(low, high, x0);
        Vector256<int> s1 = -TFormat.Excess<TIntegers>(low, high, x1);
        Vector256<int> s2 = -TFormat.Excess<TIntegers>(low, high, x2);
        Vector256<int> s3 = -TFormat.Excess<TIntegers>(low, high, x3);
        StepFour(block, x0, x1, x2, x3, low, high, 0, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 1, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 2, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 3, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 4, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 5, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 6, ref s0, ref s1, ref s2, ref s3);
        StepFour(block, x0, x1, x2, x3, low, high, 7, ref s0, ref s1, ref s2, ref s3);
        sum0 = s0;
        sum1 = s1;
        sum2 = s2;
        sum3 = s3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Step(byte* block, byte* x, Vector256<byte> low, Vector256<byte> high, [ConstantExpected] int step) =>
        Product(TFormat.Quants(block, step), x, TFormat.StepScales<TIntegers>(low, high, step), step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepFour(
        byte* block,
        byte* x0,
        byte* x1,
        byte* x2,
        byte* x3,
        Vector256<byte> low,
        Vector256<byte> high,
        [ConstantExpected] int step,
        ref Vector256<int> s0,
        ref Vector256<int> s1,
        ref Vector256<int> s2,
        ref Vector256<int> s3)
    {
        Vector256<byte> quants = TFormat.Quants(block, step);
        Vector256<short> scales = TFormat.StepScales<TIntegers>(low, high, step);
        s0 += Product(quants, x0, scales, step);
        s1 += Product(quants, x1, scales, step);
        s2 += Product(quants, x2, scales, step);
        s3 += Product(quants, x3, scales, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Product(Vector256<byte> quants, byte* x, Vector256<short> scales, [ConstantExpected] int step) =>
        TIntegers.MultiplyPairs(TIntegers.MultiplyPairs(quants, Vector256.Load((sbyte*)x + (32 * step))), scales);
}
