using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>Products with F32, F16 and BF16 weights, which are widened in registers. Every weight is read from memory once, whatever the number of activations.</summary>
internal sealed unsafe class FloatProducts<TElement, TLanes, TVector> : WeightProducts
    where TElement : struct, IFloatElement
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public override void Multiply(in TensorView weights, int rowBegin, int rowEnd, Activations x, int count, float* y, bool accumulate)
    {
        for (int row = rowBegin, rows; row < rowEnd; row += rows)
        {
            // A lone activation needs no blocks: nothing is read twice.
            rows = count == 1 ? rowEnd - rowBegin : Math.Min(ComputeKernels.RowBlock, rowEnd - row);
            int t = 0;
            for (; t + 3 < count; t += 4)
                MultiplyFour(weights.Row(row), weights.RowBytes, rows, weights.Columns, x.Row(t), y + ((long)t * weights.Rows) + row, weights.Rows, accumulate, isFirst: t == 0);
            for (; t < count; t++)
                MultiplyOne(weights.Row(row), weights.RowBytes, rows, weights.Columns, x.Row(t), y + ((long)t * weights.Rows) + row, accumulate);
        }
    }

    [MethodImpl(Compilation.Loop)]
    public override void Widen(byte* row, float* destination, int columns)
    {
        int whole = columns - (columns % TLanes.Count);
        for (int i = 0; i < whole; i += TLanes.Count) TLanes.Store(destination + i, Widened(row + (i * TElement.SizeBytes)));
        for (int i = whole; i < columns; i++) destination[i] = TElement.Load(row + (i * TElement.SizeBytes));
    }

    /// <summary>Matrix × vector, four rows at a time so that each load of <paramref name="x"/> serves four products and their sums are reduced together.</summary>
    [MethodImpl(Compilation.Loop)]
    private static void MultiplyOne(byte* weights, long rowBytes, int rows, int columns, float* x, float* y, bool accumulate)
    {
        int step = TLanes.Count * TElement.SizeBytes;
        int whole = columns - (columns % TLanes.Count);
        for (int row = 0; row < rows; row += 4)
        {
            // A last group of fewer than four rows computes row 0 of the group again and drops the surplus.
            byte* w0 = weights + (row * rowBytes);
            byte* w1 = row + 1 < rows ? w0 + rowBytes : w0;
            byte* w2 = row + 2 < rows ? w1 + rowBytes : w0;
            byte* w3 = row + 3 < rows ? w2 + rowBytes : w0;
            TVector s0 = TLanes.Broadcast(0f);
            TVector s1 = s0;
            TVector s2 = s0;
            TVector s3 = s0;
            long ahead = 4 * rowBytes;
            long at = 0;
            for (int i = 0; i < whole; i += TLanes.Count, at += step)
            {
                // Four short streams give the hardware's prefetcher little to go by: ask for the next group's lines while this group's are multiplied.
                if (at % CacheLine.SizeBytes == 0)
                {
                    CacheLine.Prefetch(w0 + at + ahead);
                    CacheLine.Prefetch(w1 + at + ahead);
                    CacheLine.Prefetch(w2 + at + ahead);
                    CacheLine.Prefetch(w3 + at + ahead);
                }

                TVector a = Scaled(TLanes.Load(x + i), TElement.ScaleRoot);
                s0 = TLanes.MultiplyAdd(TElement.Load<TLanes, TVector>(w0 + at), a, s0);
                s1 = TLanes.MultiplyAdd(TElement.Load<TLanes, TVector>(w1 + at), a, s1);
                s2 = TLanes.MultiplyAdd(TElement.Load<TLanes, TVector>(w2 + at), a, s2);
                s3 = TLanes.MultiplyAdd(TElement.Load<TLanes, TVector>(w3 + at), a, s3);
            }

            Vector128<float> sums = TLanes.SumEach(s0, s1, s2, s3) * TElement.ScaleRoot;
            for (int i = whole; i < columns; i++, at += TElement.SizeBytes)
                sums += x[i] * Vector128.Create(TElement.Load(w0 + at), TElement.Load(w1 + at), TElement.Load(w2 + at), TElement.Load(w3 + at));
            Rows.Store(sums, y + row, rows - row, accumulate);
        }
    }

    /// <summary>Matrix × four vectors, two rows at a time: eight sums keep the multipliers busy and leave half of AVX2's registers for the loads.</summary>
    [MethodImpl(Compilation.Loop)]
    private static void MultiplyFour(byte* weights, long rowBytes, int rows, int columns, float* x, float* y, int yStride, bool accumulate, bool isFirst)
    {
        int step = TLanes.Count * TElement.SizeBytes;
        int whole = columns - (columns % TLanes.Count);
        long ahead = ComputeKernels.RowBlock * rowBytes;
        float* x1 = x + columns;
        float* x2 = x1 + columns;
        float* x3 = x2 + columns;
        for (int row = 0; row < rows; row += 2)
        {
            byte* w0 = weights + (row * rowBytes);
            byte* w1 = row + 1 < rows ? w0 + rowBytes : w0;
            TVector zero = TLanes.Broadcast(0f);
            TVector s00 = zero, s01 = zero, s02 = zero, s03 = zero;
            TVector s10 = zero, s11 = zero, s12 = zero, s13 = zero;
            long at = 0;
            for (int i = 0; i < whole; i += TLanes.Count, at += step)
            {
                // The next rows' weights come while these rows meet the activations; the first four bring them, the others find them.
                if (isFirst)
                {
                    CacheLine.Prefetch(w0 + at + ahead);
                    CacheLine.Prefetch(w1 + at + ahead);
                }

                TVector first = Widened(w0 + at);
                TVector second = Widened(w1 + at);
                TVector a = TLanes.Load(x + i);
                s00 = TLanes.MultiplyAdd(first, a, s00);
                s10 = TLanes.MultiplyAdd(second, a, s10);
                a = TLanes.Load(x1 + i);
                s01 = TLanes.MultiplyAdd(first, a, s01);
                s11 = TLanes.MultiplyAdd(second, a, s11);
                a = TLanes.Load(x2 + i);
                s02 = TLanes.MultiplyAdd(first, a, s02);
                s12 = TLanes.MultiplyAdd(second, a, s12);
                a = TLanes.Load(x3 + i);
                s03 = TLanes.MultiplyAdd(first, a, s03);
                s13 = TLanes.MultiplyAdd(second, a, s13);
            }

            Vector128<float> y0 = TLanes.SumEach(s00, s01, s02, s03);
            Vector128<float> y1 = TLanes.SumEach(s10, s11, s12, s13);
            for (int i = whole; i < columns; i++, at += TElement.SizeBytes)
            {
                Vector128<float> a = Vector128.Create(x[i], x1[i], x2[i], x3[i]);
                y0 += TElement.Load(w0 + at) * a;
                y1 += TElement.Load(w1 + at) * a;
            }

            Rows.Scatter(y0, y + row, yStride, accumulate);
            if (row + 1 < rows) Rows.Scatter(y1, y + row + 1, yStride, accumulate);
        }
    }

    /// <summary>A register of elements as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Widened(byte* source) => Scaled(TElement.Load<TLanes, TVector>(source), TElement.ScaleRoot * TElement.ScaleRoot);

    /// <summary>A product with a constant, of which nothing is left where it is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scaled(TVector value, float factor) => factor == 1f ? value : TLanes.Multiply(value, TLanes.Broadcast(factor));
}
