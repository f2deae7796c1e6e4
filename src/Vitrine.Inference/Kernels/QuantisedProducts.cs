using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Products of superblocks with activations rounded to eight bits, as ggml computes them: in integers within a block of 256, and from block to block one
/// float operation after the other. So a product has the same bits on every machine and in every batch.
/// </summary>
internal sealed unsafe class QuantisedProducts<TFormat, TIntegers> : PackedProducts
    where TFormat : struct, IQuantisedFormat
    where TIntegers : struct, IIntegerLanes
{
    // Far enough for memory's latency when rows are short.
    private const int AheadBytes = 4096;

    public override ActivationPackings Packing => ActivationPackings.By256;

    public override void Widen(byte* row, float* destination, int columns)
    {
        for (int i = 0; i < columns; i += PackedBlock.Elements, row += TFormat.BlockBytes) TFormat.Widen(row, destination + i);
    }

    /// <remarks>Four rows at a time.</remarks>
    [MethodImpl(Compilation.Loop)]
    protected override void MultiplyOne(byte* weights, long rowBytes, int rows, int columns, byte* x, float* y, bool accumulate)
    {
        int blocks = columns / PackedBlock.Elements;
        Vector256<int>* dots = stackalloc Vector256<int>[4];
        Vector256<int>* minima = stackalloc Vector256<int>[4];
        long* offsets = stackalloc long[4];
        long ahead = Math.Max(4 * rowBytes, AheadBytes);
        for (int row = 0; row < rows; row += 4)
        {
            byte* at = weights + (row * rowBytes);
            // A last group of fewer than four rows computes row 0 of the group again and drops the surplus.
            for (int r = 0; r < 4; r++) offsets[r] = row + r < rows ? r * rowBytes : 0;
            Vector128<float> sums = Vector128<float>.Zero;
            for (int b = 0; b < blocks; b++, at += TFormat.BlockBytes)
            {
                byte* quants = Quants(x, b);
                float scale = Scale(x, b);
                // Four rows in a loop and not side by side: the JIT inlines only so much into one method.
                for (int r = 0; r < 4; r++)
                {
                    byte* block = at + offsets[r];
                    for (int line = 0; line < TFormat.BlockBytes; line += CacheLine.SizeBytes) CacheLine.Prefetch(block + ahead + line);
                    dots[r] = TFormat.Dot<TIntegers>(block, quants);
                    if (TFormat.HasMinima) minima[r] = TIntegers.MultiplyPairs(TFormat.Minima(block), Vector256.Load((short*)(quants + PackedBlock.SumsAt)));
                }

                sums += Halves(at + TFormat.ScaleAt, offsets) * scale * Vector128.ConvertToSingle(TIntegers.SumEach(dots[0], dots[1], dots[2], dots[3]));
                if (TFormat.HasMinima)
                    sums -= Halves(at + TFormat.MinimumScaleAt, offsets) * scale * Vector128.ConvertToSingle(TIntegers.SumEach(minima[0], minima[1], minima[2], minima[3]));
            }

            Rows.Store(sums, y + row, rows - row, accumulate);
        }
    }

    /// <remarks>Row by row.</remarks>
    [MethodImpl(Compilation.Loop)]
    protected override void MultiplyFour(byte* weights, long rowBytes, int rows, int columns, byte* x, int xBytes, float* y, int yStride, bool accumulate, bool isFirst)
    {
        int blocks = columns / PackedBlock.Elements;
        byte* x1 = x + xBytes;
        byte* x2 = x1 + xBytes;
        byte* x3 = x2 + xBytes;
        for (int row = 0; row < rows; row++, weights += rowBytes)
        {
            byte* block = weights;
            Vector128<float> sums = Vector128<float>.Zero;
            for (int b = 0; b < blocks; b++, block += TFormat.BlockBytes)
            {
                // The next rows' weights come while these rows meet the activations.
                for (int line = 0; isFirst && line < TFormat.BlockBytes; line += CacheLine.SizeBytes) CacheLine.Prefetch(block + (ComputeKernels.RowBlock * rowBytes) + line);
                TFormat.DotFour<TIntegers>(
                    block, Quants(x, b), Quants(x1, b), Quants(x2, b), Quants(x3, b), out Vector256<int> s0, out Vector256<int> s1, out Vector256<int> s2, out Vector256<int> s3);
                Vector128<float> scales = Vector128.Create(Scale(x, b), Scale(x1, b), Scale(x2, b), Scale(x3, b));
                sums += HalfBits.ToFloat(*(ushort*)(block + TFormat.ScaleAt)) * scales * Vector128.ConvertToSingle(TIntegers.SumEach(s0, s1, s2, s3));
                if (TFormat.HasMinima)
                {
                    Vector256<short> minima = TFormat.Minima(block);
                    Vector128<int> dots = TIntegers.SumEach(
                        TIntegers.MultiplyPairs(minima, Vector256.Load((short*)(Quants(x, b) + PackedBlock.SumsAt))),
                        TIntegers.MultiplyPairs(minima, Vector256.Load((short*)(Quants(x1, b) + PackedBlock.SumsAt))),
                        TIntegers.MultiplyPairs(minima, Vector256.Load((short*)(Quants(x2, b) + PackedBlock.SumsAt))),
                        TIntegers.MultiplyPairs(minima, Vector256.Load((short*)(Quants(x3, b) + PackedBlock.SumsAt))));
                    sums -= HalfBits.ToFloat(*(ushort*)(block + TFormat.MinimumScaleAt)) * scales * Vector128.ConvertToSingle(dots);
                }
            }

            Rows.Scatter(sums, y + row, yStride, accumulate);
        }
    }

    /// <summary>A half of each of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Halves(byte* at, long* offsets) => HalfBits.ToFloats(at + offsets[0], at + offsets[1], at + offsets[2], at + offsets[3]);

    /// <summary>The bytes that belong to a block of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Quants(byte* x, int block) => x + (block * PackedBlock.SizeBytes);

    /// <summary>The activations' scale for a block of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Scale(byte* x, int block) => *(float*)(x + (block * PackedBlock.SizeBytes) + PackedBlock.ScaleAt);
}
