using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>How four finished dot products reach the result.</summary>
internal static unsafe class Rows
{
    /// <summary>Four rows with one activation: neighbours, of which the first <paramref name="count"/> count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> sums, float* y, int count, bool accumulate)
    {
        if (count >= 4)
        {
            (accumulate ? sums + Vector128.Load(y) : sums).Store(y);
            return;
        }

        for (int r = 0; r < count; r++) y[r] = accumulate ? y[r] + sums[r] : sums[r];
    }

    /// <summary>One row with four activations, <paramref name="stride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector128<float> sums, float* y, int stride, bool accumulate)
    {
        for (int t = 0; t < 4; t++, y += stride) *y = accumulate ? *y + sums[t] : sums[t];
    }
}
