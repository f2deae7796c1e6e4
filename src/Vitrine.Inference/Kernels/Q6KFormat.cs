using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Q6_K (ggml-common.h, <c>block_q6_K</c>): superblocks of 256 elements in sixteen sub-blocks of 16, each with a signed scale of eight bits.
/// An element is <c>d * scale * (six bits - 32)</c>.
/// </summary>
/// <remarks>
/// Layout: 128 bytes of lower four bits, 64 bytes of upper two bits, 16 scales, d (F16). Each half of 128 elements takes 64 and 32 bytes: its four
/// quarters of 32 elements share the 32 bytes of upper bits, two bits each, and the lower bits of quarters 0 and 2, and 1 and 3, share 32 bytes.
/// </remarks>
internal readonly unsafe struct Q6KFormat : IQuantisedFormat, ISuperblock
{
    private const int HighBitsAt = 128;
    private const int ScalesAt = 192;

    public static int BlockBytes => 210;

    public static int ScaleAt => 208;

    public static bool HasMinima => false;

    public static int MinimumScaleAt => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot<TIntegers>(byte* block, byte* x)
        where TIntegers : struct, IIntegerLanes => Superblock<Q6KFormat, TIntegers>.Dot(block, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void DotFour<TIntegers>(
        byte* block, byte* x0, byte* x1, byte* x2, byte* x3, out Vector256<int> sum0, out Vector256<int> sum1, out Vector256<int> sum2, out Vector256<int> sum3)
        where TIntegers : struct, IIntegerLanes => Superblock<Q6KFormat, TIntegers>.DotFour(block, x0, x1, x2, x3, out sum0, out sum1, out sum2, out sum3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Quants(byte* block, [ConstantExpected] int step)
    {
        int half = step / 4;
        int quarter = step % 4;
        Vector256<ushort> low = Vector256.Load(block + (64 * half) + (32 * (quarter % 2))).AsUInt16();
        Vector256<ushort> high = Vector256.Load(block + HighBitsAt + (32 * half)).AsUInt16();
        // Shifts cross bytes, but what they bring in from a neighbour is masked away.
        Vector256<ushort> lower = quarter < 2 ? low : low >> 4;
        Vector256<ushort> upper = quarter < 2 ? high << (4 - (2 * quarter)) : high >> ((2 * quarter) - 4);
        return (lower.AsByte() & Vector256.Create((byte)0x0F)) | (upper.AsByte() & Vector256.Create((byte)0x30));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, out Vector256<byte> low, out Vector256<byte> high)
    {
        Vector128<sbyte> scales = Vector128.Load((sbyte*)block + ScalesAt);
        Vector128<byte> first = Vector128.WidenLower(scales).AsByte();
        Vector128<byte> last = Vector128.WidenUpper(scales).AsByte();
        low = Vector256.Create(first, first);
        high = Vector256.Create(last, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> StepScales<TIntegers>(Vector256<byte> low, Vector256<byte> high, [ConstantExpected] int step)
        where TIntegers : struct, IIntegerLanes
    {
        // A step is two sub-blocks, one for each half of a register.
        ushort index = (ushort)(0x0100 + (0x0404 * (step % 4)));
        Vector256<byte> indices = Vector256.Create(Vector128.Create(index), Vector128.Create((ushort)(index + 0x0202))).AsByte();
        return TIntegers.ShuffleHalves(step < 4 ? low : high, indices).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Excess<TIntegers>(Vector256<byte> low, Vector256<byte> high, byte* x)
        where TIntegers : struct, IIntegerLanes =>
        TIntegers.MultiplyPairs(Vector256.Create(low.GetLower(), high.GetLower()).AsInt16(), Vector256.Load((short*)(x + PackedBlock.SumsAt))) << 5;

    public static Vector256<short> Minima(byte* block) => throw new UnreachableException("Q6_K has no minima.");

    public static void Widen(byte* block, float* destination)
    {
        float d = HalfBits.ToFloat(*(ushort*)(block + ScaleAt));
        for (int i = 0; i < PackedBlock.Elements; i++)
        {
            (int half, int quarter, int at) = (i / 128, i % 128 / 32, i % 32);
            int low = block[(64 * half) + (32 * (quarter % 2)) + at] >> (4 * (quarter / 2));
            int high = block[HighBitsAt + (32 * half) + at] >> (2 * quarter);
            destination[i] = d * (sbyte)block[ScalesAt + (i / 16)] * (((low & 15) | ((high & 3) << 4)) - 32);
        }
    }
}
