using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>Numbers of a few bits that share bytes, taken apart while they are still narrow: sixteen at the price of one register.</summary>
internal static class PackedBits
{
    /// <summary>
    /// Joins lower four bits, from <paramref name="lowShift"/> up, with upper two, from <paramref name="highShift"/> up, byte by byte, and takes 32 off. Shifts
    /// cross bytes, but what they bring in from a neighbour is masked away.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> JoinSix(Vector128<byte> low, [ConstantExpected] int lowShift, Vector128<byte> high, [ConstantExpected] int highShift)
    {
        Vector128<byte> lower = (low.AsUInt32() >> lowShift).AsByte() & Vector128.Create((byte)0x0F);
        Vector128<uint> raised = highShift < 4 ? high.AsUInt32() << (4 - highShift) : high.AsUInt32() >> (highShift - 4);
        return (lower | (raised.AsByte() & Vector128.Create((byte)0x30))).AsSByte() - Vector128.Create((sbyte)32);
    }
}
