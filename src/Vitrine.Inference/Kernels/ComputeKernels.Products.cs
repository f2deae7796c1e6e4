using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <content>Products with weights of every storage type: one loop for single activations, one for batches.</content>
internal sealed unsafe partial class ComputeKernels<TLanes, TVector>
{
    public override void Multiply(in TensorView weights, int rowBegin, int rowEnd, float* x, int xStride, int count, float* y, int yStride, bool accumulate, float* scratch)
    {
        switch (weights.Type)
        {
            case TensorType.F32:
                Multiply<F32Weights>(weights, rowBegin, rowEnd, x, xStride, count, y, yStride, accumulate, scratch);
                break;
            case TensorType.F16:
                Multiply<F16Weights>(weights, rowBegin, rowEnd, x, xStride, count, y, yStride, accumulate, scratch);
                break;
            case TensorType.BF16:
                Multiply<BF16Weights>(weights, rowBegin, rowEnd, x, xStride, count, y, yStride, accumulate, scratch);
                break;
            case TensorType.Q8_0:
                Multiply<Q8Weights>(weights, rowBegin, rowEnd, x, xStride, count, y, yStride, accumulate, scratch);
                break;
            case TensorType.Q4_K:
                Multiply<Q4KWeights>(weights, rowBegin, rowEnd, x, xStride, count, y, yStride, accumulate, scratch);
                break;
            case TensorType.Q6_K:
                Multiply<Q6KWeights>(weights, rowBegin, rowEnd, x, xStride, count, y, yStride, accumulate, scratch);
                break;
            default:
                throw new UnreachableException($"no kernel for {weights.Type}");
        }
    }

    public override void Widen(in TensorView weights, int row, float* destination)
    {
        switch (weights.Type)
        {
            case TensorType.F32:
                WidenRow<F32Weights>(weights.Row(row), destination, weights.Columns);
                break;
            case TensorType.F16:
                WidenRow<F16Weights>(weights.Row(row), destination, weights.Columns);
                break;
            case TensorType.BF16:
                WidenRow<BF16Weights>(weights.Row(row), destination, weights.Columns);
                break;
            case TensorType.Q8_0:
                WidenRow<Q8Weights>(weights.Row(row), destination, weights.Columns);
                break;
            case TensorType.Q4_K:
                WidenRow<Q4KWeights>(weights.Row(row), destination, weights.Columns);
                break;
            case TensorType.Q6_K:
                WidenRow<Q6KWeights>(weights.Row(row), destination, weights.Columns);
                break;
            default:
                throw new UnreachableException($"no kernel for {weights.Type}");
        }
    }

    private static void Multiply<TFormat>(in TensorView weights, int rowBegin, int rowEnd, float* x, int xStride, int count, float* y, int yStride, bool accumulate, float* scratch)
        where TFormat : struct, IWeightFormat
    {
        if (count == 1)
        {
            MultiplyOne<TFormat>(weights.Row(rowBegin), weights.RowBytes, rowEnd - rowBegin, weights.Columns, x, y + rowBegin, accumulate);
            return;
        }

        for (int row = rowBegin; row < rowEnd; row += RowBlock)
        {
            int rows = Math.Min(RowBlock, rowEnd - row);
            for (int r = 0; r < rows; r++)
                WidenRow<TFormat>(weights.Row(row + r), scratch + (r * weights.Columns), weights.Columns);

            int t = 0;
            for (; t + 2 < count; t += 3)
                MultiplyThree(scratch, rows, weights.Columns, x + ((long)t * xStride), xStride, y + ((long)t * yStride) + row, yStride, accumulate);
            for (; t < count; t++)
                MultiplyOne<F32Weights>((byte*)scratch, weights.Columns * sizeof(float), rows, weights.Columns, x + ((long)t * xStride), y + ((long)t * yStride) + row, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenRow<TFormat>(byte* source, float* destination, int columns)
        where TFormat : struct, IWeightFormat
    {
        int blocks = columns / TFormat.BlockElements;
        for (int b = 0; b < blocks; b++, source += TFormat.BlockBytes, destination += TFormat.BlockElements)
            TFormat.WidenBlock<TLanes, TVector>(source, destination);
        for (int i = 0; i < columns % TFormat.BlockElements; i++) destination[i] = TFormat.WidenElement(source, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchBlock<TFormat>(byte* block)
        where TFormat : struct, IWeightFormat
    {
        for (int line = 0; line < TFormat.BlockBytes; line += CacheLine.SizeBytes) CacheLine.Prefetch(block + line);
    }

    /// <summary>Matrix × vector, four rows at a time so that each load of <paramref name="x"/> serves four products and their sums are reduced together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOne<TFormat>(byte* weights, long rowBytes, int rows, int columns, float* x, float* y, bool accumulate)
        where TFormat : struct, IWeightFormat
    {
        int blocks = columns / TFormat.BlockElements;
        int tail = columns % TFormat.BlockElements;
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
            float* xs = x;
            long at = 0;
            long ahead = 4 * rowBytes;
            for (int b = 0; b < blocks; b++, at += TFormat.BlockBytes, xs += TFormat.BlockElements)
            {
                // Four short streams give the hardware's prefetcher little to go by: ask for the next group's blocks while this group's are multiplied.
                PrefetchBlock<TFormat>(w0 + at + ahead);
                PrefetchBlock<TFormat>(w1 + at + ahead);
                PrefetchBlock<TFormat>(w2 + at + ahead);
                PrefetchBlock<TFormat>(w3 + at + ahead);
                s0 = TFormat.DotBlock<TLanes, TVector>(w0 + at, xs, s0);
                s1 = TFormat.DotBlock<TLanes, TVector>(w1 + at, xs, s1);
                s2 = TFormat.DotBlock<TLanes, TVector>(w2 + at, xs, s2);
                s3 = TFormat.DotBlock<TLanes, TVector>(w3 + at, xs, s3);
            }

            Vector128<float> sums = TLanes.SumEach(s0, s1, s2, s3) * TFormat.DotScale;
            for (int i = 0; i < tail; i++)
            {
                sums += xs[i] * Vector128.Create(
                    TFormat.WidenElement(w0 + at, i), TFormat.WidenElement(w1 + at, i), TFormat.WidenElement(w2 + at, i), TFormat.WidenElement(w3 + at, i));
            }

            StoreRows(sums, y + row, rows - row, accumulate);
        }
    }

    /// <summary>
    /// Matrix × three vectors: four rows and three activations make twelve sums, which with one weight and three activations fill the
    /// sixteen registers of AVX2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyThree(float* weights, int rows, int columns, float* x, int xStride, float* y, int yStride, bool accumulate)
    {
        int whole = columns - (columns % TLanes.Count);
        for (int row = 0; row < rows; row += 4)
        {
            float* w0 = weights + ((long)row * columns);
            float* w1 = row + 1 < rows ? w0 + columns : w0;
            float* w2 = row + 2 < rows ? w1 + columns : w0;
            float* w3 = row + 3 < rows ? w2 + columns : w0;
            float* x0 = x;
            float* x1 = x0 + xStride;
            float* x2 = x1 + xStride;
            TVector zero = TLanes.Broadcast(0f);
            TVector s00 = zero, s01 = zero, s02 = zero, s03 = zero;
            TVector s10 = zero, s11 = zero, s12 = zero, s13 = zero;
            TVector s20 = zero, s21 = zero, s22 = zero, s23 = zero;
            int i = 0;
            for (; i < whole; i += TLanes.Count)
            {
                TVector a0 = TLanes.Load(x0 + i);
                TVector a1 = TLanes.Load(x1 + i);
                TVector a2 = TLanes.Load(x2 + i);
                TVector w = TLanes.Load(w0 + i);
                s00 = TLanes.MultiplyAdd(w, a0, s00);
                s10 = TLanes.MultiplyAdd(w, a1, s10);
                s20 = TLanes.MultiplyAdd(w, a2, s20);
                w = TLanes.Load(w1 + i);
                s01 = TLanes.MultiplyAdd(w, a0, s01);
                s11 = TLanes.MultiplyAdd(w, a1, s11);
                s21 = TLanes.MultiplyAdd(w, a2, s21);
                w = TLanes.Load(w2 + i);
                s02 = TLanes.MultiplyAdd(w, a0, s02);
                s12 = TLanes.MultiplyAdd(w, a1, s12);
                s22 = TLanes.MultiplyAdd(w, a2, s22);
                w = TLanes.Load(w3 + i);
                s03 = TLanes.MultiplyAdd(w, a0, s03);
                s13 = TLanes.MultiplyAdd(w, a1, s13);
                s23 = TLanes.MultiplyAdd(w, a2, s23);
            }

            Vector128<float> y0 = TLanes.SumEach(s00, s01, s02, s03);
            Vector128<float> y1 = TLanes.SumEach(s10, s11, s12, s13);
            Vector128<float> y2 = TLanes.SumEach(s20, s21, s22, s23);
            for (; i < columns; i++)
            {
                Vector128<float> w = Vector128.Create(w0[i], w1[i], w2[i], w3[i]);
                y0 += w * x0[i];
                y1 += w * x1[i];
                y2 += w * x2[i];
            }

            StoreRows(y0, y + row, rows - row, accumulate);
            StoreRows(y1, y + yStride + row, rows - row, accumulate);
            StoreRows(y2, y + (2L * yStride) + row, rows - row, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRows(Vector128<float> sums, float* y, int rows, bool accumulate)
    {
        if (rows >= 4)
        {
            (accumulate ? sums + Vector128.Load(y) : sums).Store(y);
            return;
        }

        for (int r = 0; r < rows; r++) y[r] = accumulate ? y[r] + sums[r] : sums[r];
    }
}
