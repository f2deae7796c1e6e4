using System.Runtime.InteropServices;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Tests.Models;

/// <summary>Encodes floats as tensor bytes, the straightforward way: the reference that kernels are tested against.</summary>
public static class Quantiser
{
    /// <summary>The bytes of <paramref name="values"/>; for Q8_0 their number is a multiple of 32.</summary>
    public static byte[] Encode(TensorType type, ReadOnlySpan<float> values)
    {
        switch (type)
        {
            case TensorType.F32:
                return MemoryMarshal.AsBytes(values).ToArray();
            case TensorType.F16:
                var halves = new Half[values.Length];
                for (int i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
                return MemoryMarshal.AsBytes<Half>(halves).ToArray();
            case TensorType.Q8_0:
                var blocks = new byte[values.Length / 32 * 34];
                for (int b = 0; b < values.Length / 32; b++) EncodeBlock(values.Slice(b * 32, 32), blocks.AsSpan(b * 34, 34));
                return blocks;
            default:
                throw new NotSupportedException(type.ToString());
        }
    }

    /// <summary>The floats that <paramref name="bytes"/> stand for.</summary>
    public static float[] Decode(TensorType type, ReadOnlySpan<byte> bytes)
    {
        switch (type)
        {
            case TensorType.F32:
                return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            case TensorType.F16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                var widened = new float[halves.Length];
                for (int i = 0; i < widened.Length; i++) widened[i] = (float)halves[i];
                return widened;
            case TensorType.Q8_0:
                var values = new float[bytes.Length / 34 * 32];
                for (int i = 0; i < values.Length; i++)
                {
                    ReadOnlySpan<byte> block = bytes.Slice(i / 32 * 34, 34);
                    values[i] = (float)MemoryMarshal.Read<Half>(block) * (sbyte)block[2 + (i % 32)];
                }

                return values;
            default:
                throw new NotSupportedException(type.ToString());
        }
    }

    // ggml-quants.c, quantize_row_q8_0_ref: the largest magnitude becomes 127.
    private static void EncodeBlock(ReadOnlySpan<float> values, Span<byte> block)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        float scale = largest / 127f;
        MemoryMarshal.Write(block, (Half)scale);
        for (int i = 0; i < values.Length; i++)
            block[2 + i] = (byte)(sbyte)(scale == 0 ? 0 : MathF.Round(values[i] / scale, MidpointRounding.AwayFromZero));
    }
}
