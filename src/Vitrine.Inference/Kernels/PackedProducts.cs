using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>Products of quantised weights with packed activations: which rows meet which activations, in an order that reads the weights once.</summary>
internal abstract unsafe class PackedProducts : WeightProducts
{
    public override void Multiply(in TensorView weights, int rowBegin, int rowEnd, Activations x, int count, float* y, bool accumulate)
    {
        int xBytes = x.BlocksPerRow * PackedBlock.SizeBytes;
        for (int row = rowBegin, rows; row < rowEnd; row += rows)
        {
            // A lone activation needs no blocks of rows: nothing is read twice.
            rows = count == 1 ? rowEnd - rowBegin : Math.Min(ComputeKernels.RowBlock, rowEnd - row);
            int t = 0;
            for (; t + 3 < count; t += 4)
                MultiplyFour(weights.Row(row), weights.RowBytes, rows, weights.Columns, x.Packed(t, Packing), xBytes, y + ((long)t * weights.Rows) + row, weights.Rows, accumulate, isFirst: t == 0);
            for (; t < count; t++)
                MultiplyOne(weights.Row(row), weights.RowBytes, rows, weights.Columns, x.Packed(t, Packing), y + ((long)t * weights.Rows) + row, accumulate);
        }
    }

    /// <summary>Matrix × vector.</summary>
    protected abstract void MultiplyOne(byte* weights, long rowBytes, int rows, int columns, byte* x, float* y, bool accumulate);

    /// <summary>Matrix × four vectors, <paramref name="xBytes"/> apart. The first four bring the weights into the cache, where the others find them.</summary>
    protected abstract void MultiplyFour(byte* weights, long rowBytes, int rows, int columns, byte* x, int xBytes, float* y, int yStride, bool accumulate, bool isFirst);
}
