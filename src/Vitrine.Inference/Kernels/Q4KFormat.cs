using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Q4_K (ggml-common.h, <c>block_q4_K</c>): superblocks of 256 elements in eight sub-blocks of 32, each with a scale and a minimum of six bits.
/// An element is <c>d * scale * nibble - dmin * minimum</c>.
/// </summary>
/// <remarks>
/// Layout: d (F16), dmin (F16), 12 bytes of scales and minima, 128 bytes of nibbles. 32 bytes of nibbles hold two sub-blocks, the first in the
/// lower halves.
/// </remarks>
internal readonly unsafe struct Q4KFormat : IQuantisedFormat, ISuperblock
{
    private const int ScalesAt = 4;
    private const int NibblesAt = 16;

    public static int BlockBytes => 144;

    public static int ScaleAt => 0;

    public static bool HasMinima => true;

    public static int MinimumScaleAt => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot<TIntegers>(byte* block, byte* x)
        where TIntegers : struct, IIntegerLanes => Superblock<Q4KFormat, TIntegers>.Dot(block, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DotFour<TIntegers>(
        byte* block, byte* x0, byte* x1, byte* x2, byte* x3, out Vector256<int> sum0, out Vector256<int> sum1, out Vector256<int> sum2, out Vector256<int> sum3)
        where TIntegers : struct, IIntegerLanes => Superblock<Q4KFormat, TIntegers>.DotFour(block, x0, x1, x2, x3, out sum0, out sum1, out sum2, out sum3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* block, [ConstantExpected] int step)
    {
        Vector256<byte> pair = Vector256.Load(block + NibblesAt + (32 * (step / 2)));
        return (step % 2 == 0 ? pair : (pair.AsUInt16() >> 4).AsByte()) & Vector256.Create((byte)15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, out Vector256<byte> low, out Vector256<byte> high)
    {
        Vector128<byte> eight = Vector128.WidenLower(Vector128.CreateScalarUnsafe(ScaleBytes(block)).AsByte()).AsByte();
        low = high = Vector256.Create(eight, eight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> StepScales<TIntegers>(Vector256<byte> low, Vector256<byte> high, [ConstantExpected] int step)
        where TIntegers : struct, IIntegerLanes => TIntegers.ShuffleHalves(low, Vector256.Create((ushort)(0x0100 + (0x0202 * step))).AsByte()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Excess<TIntegers>(Vector256<byte> low, Vector256<byte> high, byte* x)
        where TIntegers : struct, IIntegerLanes => Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Minima(byte* block)
    {
        // Each byte becomes two 16-bit numbers, one for each sum of sixteen.
        Vector128<ushort> eight = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MinimumBytes(block)).AsByte());
        Vector256<uint> pairs = Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight));
        return (pairs | (pairs << 16)).AsInt16();
    }

    /// <remarks>Multiplies and subtracts in two roundings, as ggml does.</remarks>
    public static void Widen(byte* block, float* destination)
    {
        float d = HalfBits.ToFloat(*(ushort*)block);
        float dmin = HalfBits.ToFloat(*(ushort*)(block + MinimumScaleAt));
        ulong scales = ScaleBytes(block);
        ulong minima = MinimumBytes(block);
        for (int j = 0; j < 8; j++)
        {
            float scale = d * (byte)(scales >> (8 * j));
            float minimum = dmin * (byte)(minima >> (8 * j));
            byte* nibbles = block + NibblesAt + (32 * (j / 2));
            for (int i = 0; i < 32; i++) destination[(32 * j) + i] = (scale * ((nibbles[i] >> (4 * (j % 2))) & 15)) - minimum;
        }
    }

    /// <summary>Eight scales of six bits, one in each byte.</summary>
    /// <remarks>
    /// Of the three 32-bit words of packed integers the first holds scales 0-3 and the second minima 0-3 in the lower six bits of each byte; the third
    /// holds the lower four bits of scales 4-7 and, above them, of minima 4-7, whose upper two bits are left over in the first and second word.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ScaleBytes(byte* block)
    {
        var words = (uint*)(block + ScalesAt);
        return (words[0] & 0x3F3F3F3F) | ((ulong)((words[2] & 0x0F0F0F0F) | ((words[0] >> 2) & 0x30303030)) << 32);
    }

    /// <summary>Eight minima of six bits, one in each byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MinimumBytes(byte* block)
    {
        var words = (uint*)(block + ScalesAt);
        return (words[1] & 0x3F3F3F3F) | ((ulong)(((words[2] >> 4) & 0x0F0F0F0F) | ((words[1] >> 2) & 0x30303030)) << 32);
    }
}
