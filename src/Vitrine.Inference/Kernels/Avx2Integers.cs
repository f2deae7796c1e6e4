using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Inference.Kernels;

/// <summary>AVX2's multiply-and-add of neighbours; .NET 10 has no AVX-512 VNNI.</summary>
internal readonly struct Avx2Integers : IIntegerLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyPairs(Vector256<byte> left, Vector256<sbyte> right) => Avx2.MultiplyAddAdjacent(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyPairs(Vector256<short> left, Vector256<short> right) => Avx2.MultiplyAddAdjacent(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyFours(Vector256<sbyte> left, Vector256<sbyte> right) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Avx2.Abs(left), Avx2.Sign(right, left)), Vector256<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShuffleHalves(Vector256<byte> values, Vector256<byte> indices) => Avx2.Shuffle(values, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> SumEach(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        // Two rounds of unpack-and-add leave [a b c d] in both halves.
        Vector256<int> ab = Avx2.UnpackLow(a, b) + Avx2.UnpackHigh(a, b);
        Vector256<int> cd = Avx2.UnpackLow(c, d) + Avx2.UnpackHigh(c, d);
        Vector256<int> abcd = Avx2.UnpackLow(ab.AsInt64(), cd.AsInt64()).AsInt32() + Avx2.UnpackHigh(ab.AsInt64(), cd.AsInt64()).AsInt32();
        return abcd.GetLower() + abcd.GetUpper();
    }
}
