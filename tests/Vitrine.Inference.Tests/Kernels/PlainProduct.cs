using System.Runtime.InteropServices;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Tests.Kernels;

/// <summary>The product of a quantised row with a packed activation, element by element: the twin of the vector kernels.</summary>
internal static unsafe class PlainProduct
{
    public static float Of(TensorType type, byte[] row, Activations x, int t)
    {
        float sum = 0;
        float[] parts = new float[8];
        TensorTypes.TryGetLayout(type, out TensorLayout layout);
        for (int b = 0; b * layout.BlockBytes < row.Length; b++)
        {
            ReadOnlySpan<byte> block = row.AsSpan(b * layout.BlockBytes, layout.BlockBytes);
            int column = b * layout.BlockElements;
            byte* packed = x.Packed(t, ComputeKernels.Packing(type)) + (column / 256 * PackedBlock.SizeBytes);
            var quants = new ReadOnlySpan<sbyte>(packed + (column % 256), layout.BlockElements);
            float scale = *(float*)(packed + (type == TensorType.Q8_0 ? PackedBlock.ScalesAt + (column % 256 / 32 * sizeof(float)) : PackedBlock.ScaleAt));
            if (type == TensorType.Q8_0) AddEight(parts, block, quants, Half(block, 0) * scale);
            sum = type switch
            {
                TensorType.Q8_0 => Sum(parts),
                TensorType.Q4_K => sum + (Half(block, 0) * scale * Dot4(block, quants)) - (Half(block, 2) * scale * Minima4(block, quants)),
                _ => sum + (Half(block, 208) * scale * Dot6(block, quants)),
            };
        }

        return sum;
    }

    private static float Half(ReadOnlySpan<byte> block, int at) => (float)MemoryMarshal.Read<Half>(block[at..]);

    /// <summary>Part by part: four neighbours each.</summary>
    private static void AddEight(float[] parts, ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> x, float scale)
    {
        for (int part = 0; part < 8; part++)
        {
            int dot = 0;
            for (int i = part * 4; i < (part * 4) + 4; i++) dot += (sbyte)block[2 + i] * x[i];
            parts[part] += dot * scale;
        }
    }

    private static float Sum(float[] parts) => (parts[0] + parts[4] + (parts[2] + parts[6])) + (parts[1] + parts[5] + (parts[3] + parts[7]));

    private static int Dot4(ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> x)
    {
        int sum = 0;
        for (int i = 0; i < 256; i++) sum += Small(block, i / 32).Scale * ((block[16 + (i / 64 * 32) + (i % 32)] >> (i / 32 % 2 * 4)) & 15) * x[i];
        return sum;
    }

    private static int Minima4(ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> x)
    {
        int sum = 0;
        for (int i = 0; i < 256; i++) sum += Small(block, i / 32).Minimum * x[i];
        return sum;
    }

    // ggml-quants.c, get_scale_min_k4.
    private static (int Scale, int Minimum) Small(ReadOnlySpan<byte> block, int j)
    {
        ReadOnlySpan<byte> q = block.Slice(4, 12);
        return j < 4
            ? (q[j] & 63, q[j + 4] & 63)
            : ((q[j + 4] & 15) | ((q[j - 4] >> 6) << 4), (q[j + 4] >> 4) | ((q[j] >> 6) << 4));
    }

    private static int Dot6(ReadOnlySpan<byte> block, ReadOnlySpan<sbyte> x)
    {
        int sum = 0;
        for (int i = 0; i < 256; i++)
        {
            int quarter = i % 128 / 32;
            int low = block[(i / 128 * 64) + (quarter % 2 * 32) + (i % 32)] >> (quarter / 2 * 4);
            int high = block[128 + (i / 128 * 32) + (i % 32)] >> (quarter * 2);
            sum += (sbyte)block[192 + (i / 16)] * (((low & 15) | ((high & 3) << 4)) - 32) * x[i];
        }

        return sum;
    }
}
