using System.Runtime.InteropServices;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Tests.Models;

/// <summary>Encodes floats as tensor bytes, the straightforward way: the reference that kernels are tested against.</summary>
public static class Quantiser
{
    private delegate void BlockEncoder(ReadOnlySpan<float> values, Span<byte> block);

    private delegate float ElementDecoder(ReadOnlySpan<byte> block, int index);

    /// <summary>The bytes of <paramref name="values"/>; their number is a multiple of the type's block.</summary>
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
            case TensorType.BF16:
                var upper = new ushort[values.Length];
                for (int i = 0; i < values.Length; i++) upper[i] = (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
                return MemoryMarshal.AsBytes<ushort>(upper).ToArray();
            case TensorType.Q8_0:
                return EncodeBlocks(values, 32, 34, EncodeQ8);
            case TensorType.Q4_K:
                return EncodeBlocks(values, SuperBlocks.Elements, SuperBlocks.Q4KBytes, SuperBlocks.EncodeQ4K);
            case TensorType.Q6_K:
                return EncodeBlocks(values, SuperBlocks.Elements, SuperBlocks.Q6KBytes, SuperBlocks.EncodeQ6K);
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
            case TensorType.BF16:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                var shifted = new float[upper.Length];
                for (int i = 0; i < shifted.Length; i++) shifted[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                return shifted;
            case TensorType.Q8_0:
                return DecodeBlocks(bytes, 32, 34, (block, i) => (float)MemoryMarshal.Read<Half>(block) * (sbyte)block[2 + i]);
            case TensorType.Q4_K:
                return DecodeBlocks(bytes, SuperBlocks.Elements, SuperBlocks.Q4KBytes, SuperBlocks.DecodeQ4K);
            case TensorType.Q6_K:
                return DecodeBlocks(bytes, SuperBlocks.Elements, SuperBlocks.Q6KBytes, SuperBlocks.DecodeQ6K);
            default:
                throw new NotSupportedException(type.ToString());
        }
    }

    private static byte[] EncodeBlocks(ReadOnlySpan<float> values, int elements, int sizeBytes, BlockEncoder encode)
    {
        var bytes = new byte[values.Length / elements * sizeBytes];
        for (int b = 0; b < values.Length / elements; b++) encode(values.Slice(b * elements, elements), bytes.AsSpan(b * sizeBytes, sizeBytes));
        return bytes;
    }

    private static float[] DecodeBlocks(ReadOnlySpan<byte> bytes, int elements, int sizeBytes, ElementDecoder decode)
    {
        var values = new float[bytes.Length / sizeBytes * elements];
        for (int i = 0; i < values.Length; i++) values[i] = decode(bytes.Slice(i / elements * sizeBytes, sizeBytes), i % elements);
        return values;
    }

    // ggml-quants.c, quantize_row_q8_0_ref: the largest magnitude becomes 127.
    private static void EncodeQ8(ReadOnlySpan<float> values, Span<byte> block)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        float scale = largest / 127f;
        MemoryMarshal.Write(block, (Half)scale);
        for (int i = 0; i < values.Length; i++)
            block[2 + i] = (byte)(sbyte)(scale == 0 ? 0 : MathF.Round(values[i] / scale, MidpointRounding.AwayFromZero));
    }
}
