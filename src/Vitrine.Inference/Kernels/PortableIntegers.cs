using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>The same through the portable vector API, for machines without AVX2. A neighbour is reached by shifting it into the other's place.</summary>
internal readonly struct PortableIntegers : IIntegerLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyPairs(Vector256<byte> left, Vector256<sbyte> right)
    {
        Vector256<short> l = left.AsInt16();
        Vector256<short> r = right.AsInt16();
        return ((l & Vector256.Create((short)0xFF)) * ((r << 8) >> 8)) + ((l >>> 8) * (r >> 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyPairs(Vector256<short> left, Vector256<short> right)
    {
        Vector256<int> l = left.AsInt32();
        Vector256<int> r = right.AsInt32();
        return (((l << 16) >> 16) * ((r << 16) >> 16)) + ((l >> 16) * (r >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyFours(Vector256<sbyte> left, Vector256<sbyte> right)
    {
        Vector256<short> l = left.AsInt16();
        Vector256<short> r = right.AsInt16();
        Vector256<int> pairs = ((((l << 8) >> 8) * ((r << 8) >> 8)) + ((l >> 8) * (r >> 8))).AsInt32();
        return ((pairs << 16) >> 16) + (pairs >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShuffleHalves(Vector256<byte> values, Vector256<byte> indices) => Vector256.Create(
        Vector128.Shuffle(values.GetLower(), indices.GetLower()),
        Vector128.Shuffle(values.GetUpper(), indices.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> SumEach(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d) =>
        Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
}
