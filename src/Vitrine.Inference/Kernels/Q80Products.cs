using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Products of Q8_0 (ggml-common.h, <c>block_q8_0</c>: a scale (F16) and 32 signed bytes) with activations rounded to eight bits. Blocks are too small to
/// be summed one by one: eight sums run along the row, four neighbours to each, and meet at its end, in one order on every machine and in every batch.
/// </summary>
internal sealed unsafe class Q80Products<TIntegers> : PackedProducts
    where TIntegers : struct, IIntegerLanes
{
    private const int Elements = 32;
    private const int BlockBytes = 34;
    private const int QuantsAt = 2;

    // Far enough for memory's latency when rows are short.
    private const int AheadBytes = 4096;

    public override ActivationPackings Packing => ActivationPackings.By32;

    public override void Widen(byte* row, float* destination, int columns)
    {
        for (int i = 0; i < columns; i += Elements, row += BlockBytes)
        {
            float scale = HalfBits.ToFloat(*(ushort*)row);
            for (int j = 0; j < Elements; j++) destination[i + j] = scale * (sbyte)row[QuantsAt + j];
        }
    }

    /// <remarks>Four rows at a time.</remarks>
    [MethodImpl(Compilation.Loop)]
    protected override void MultiplyOne(byte* weights, long rowBytes, int rows, int columns, byte* x, float* y, bool accumulate)
    {
        long ahead = Math.Max(4 * rowBytes, AheadBytes);
        for (int row = 0; row < rows; row += 4)
        {
            // A last group of fewer than four rows computes row 0 of the group again and drops the surplus.
            byte* w0 = weights + (row * rowBytes);
            byte* w1 = row + 1 < rows ? w0 + rowBytes : w0;
            byte* w2 = row + 2 < rows ? w1 + rowBytes : w0;
            byte* w3 = row + 3 < rows ? w2 + rowBytes : w0;
            Vector256<float> s0 = Vector256<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
            for (int i = 0, at = 0; i < columns; i += Elements, at += BlockBytes)
            {
                CacheLine.Prefetch(w0 + at + ahead);
                CacheLine.Prefetch(w1 + at + ahead);
                CacheLine.Prefetch(w2 + at + ahead);
                CacheLine.Prefetch(w3 + at + ahead);
                Vector256<sbyte> quants = Quants(x, i);
                float scale = Scale(x, i);
                s0 += Product(w0 + at, quants, scale);
                s1 += Product(w1 + at, quants, scale);
                s2 += Product(w2 + at, quants, scale);
                s3 += Product(w3 + at, quants, scale);
            }

            Rows.Store(Vector128.Create(Sum(s0), Sum(s1), Sum(s2), Sum(s3)), y + row, rows - row, accumulate);
        }
    }

    /// <remarks>Row by row.</remarks>
    [MethodImpl(Compilation.Loop)]
    protected override void MultiplyFour(byte* weights, long rowBytes, int rows, int columns, byte* x, int xBytes, float* y, int yStride, bool accumulate, bool isFirst)
    {
        byte* x1 = x + xBytes;
        byte* x2 = x1 + xBytes;
        byte* x3 = x2 + xBytes;
        for (int row = 0; row < rows; row++, weights += rowBytes)
        {
            Vector256<float> s0 = Vector256<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
            byte* block = weights;
            for (int i = 0; i < columns; i += Elements, block += BlockBytes)
            {
                // The next rows' weights come while these rows meet the activations.
                if (isFirst) CacheLine.Prefetch(block + (ComputeKernels.RowBlock * rowBytes));
                s0 += Product(block, Quants(x, i), Scale(x, i));
                s1 += Product(block, Quants(x1, i), Scale(x1, i));
                s2 += Product(block, Quants(x2, i), Scale(x2, i));
                s3 += Product(block, Quants(x3, i), Scale(x3, i));
            }

            Rows.Scatter(Vector128.Create(Sum(s0), Sum(s1), Sum(s2), Sum(s3)), y + row, yStride, accumulate);
        }
    }

    /// <summary>A block's product with 32 activations, in eight parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Product(byte* block, Vector256<sbyte> quants, float scale) =>
        Vector256.ConvertToSingle(TIntegers.MultiplyFours(Vector256.Load((sbyte*)block + QuantsAt), quants)) * (HalfBits.ToFloat(*(ushort*)block) * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Quants(byte* x, int column) => Vector256.Load((sbyte*)x + (column / PackedBlock.Elements * PackedBlock.SizeBytes) + (column % PackedBlock.Elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Scale(byte* x, int column) =>
        *(float*)(x + (column / PackedBlock.Elements * PackedBlock.SizeBytes) + PackedBlock.ScalesAt + (column % PackedBlock.Elements / Elements * sizeof(float)));

    /// <summary>The eight parts in a fixed order: halves, then even and odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector256<float> parts)
    {
        Vector128<float> half = parts.GetLower() + parts.GetUpper();
        return (half[0] + half[2]) + (half[1] + half[3]);
    }
}
