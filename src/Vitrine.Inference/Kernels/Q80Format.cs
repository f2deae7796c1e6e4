using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>Q8_0 (ggml-common.h, <c>block_q8_0</c>): blocks of one scale (F16) and 32 signed bytes.</summary>
internal readonly unsafe struct Q80Format : IQuantisedFormat
{
    private const int QuantsAt = 2;

    public static int BlockElements => 32;

    public static int BlockBytes => 34;

    public static int ScaleAt => 0;

    public static bool HasMinima => false;

    public static int MinimumScaleAt => 0;

    public static ActivationPackings Packing => ActivationPackings.By32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot<TIntegers>(byte* block, byte* x)
        where TIntegers : struct, IIntegerLanes =>
        TIntegers.MultiplyFours(Vector256.Load((sbyte*)block + QuantsAt), Vector256.Load((sbyte*)x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DotFour<TIntegers>(
        byte* block, byte* x0, byte* x1, byte* x2, byte* x3, out Vector256<int> sum0, out Vector256<int> sum1, out Vector256<int> sum2, out Vector256<int> sum3)
        where TIntegers : struct, IIntegerLanes
    {
        Vector256<sbyte> quants = Vector256.Load((sbyte*)block + QuantsAt);
        sum0 = TIntegers.MultiplyFours(quants, Vector256.Load((sbyte*)x0));
        sum1 = TIntegers.MultiplyFours(quants, Vector256.Load((sbyte*)x1));
        sum2 = TIntegers.MultiplyFours(quants, Vector256.Load((sbyte*)x2));
        sum3 = TIntegers.MultiplyFours(quants, Vector256.Load((sbyte*)x3));
    }

    public static Vector256<short> Minima(byte* block) => throw new UnreachableException("Q8_0 has no minima.");

    public static void Widen(byte* block, float* destination)
    {
        float scale = HalfBits.ToFloat(*(ushort*)block);
        for (int i = 0; i < BlockElements; i++) destination[i] = scale * (sbyte)block[QuantsAt + i];
    }
}
