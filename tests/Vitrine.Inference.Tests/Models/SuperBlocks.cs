using System.Runtime.InteropServices;

namespace Vitrine.Inference.Tests.Models;

/// <summary>
/// Q4_K and Q6_K element by element, as ggml-quants.c indexes them. The encoders are plain, without ggml's search for the best scale; the decoders are
/// held to ggml's own floats by <see cref="Goldens.GoldenBlockTests"/>.
/// </summary>
internal static class SuperBlocks
{
    public const int Elements = 256;
    public const int Q4KBytes = 144;
    public const int Q6KBytes = 210;

    public static void EncodeQ4K(ReadOnlySpan<float> values, Span<byte> block)
    {
        var scales = new float[8];
        var minima = new float[8];
        for (int j = 0; j < 8; j++)
        {
            ReadOnlySpan<float> part = values.Slice(32 * j, 32);
            float least = 0;
            float most = 0;
            foreach (float value in part) (least, most) = (Math.Min(least, value), Math.Max(most, value));
            scales[j] = (most - least) / 15;
            minima[j] = -least;
        }

        float d = scales.Max() / 63;
        float dmin = minima.Max() / 63;
        MemoryMarshal.Write(block, (Half)d);
        MemoryMarshal.Write(block[2..], (Half)dmin);
        for (int j = 0; j < 8; j++)
        {
            int scale = Nearest(scales[j], d, 63);
            int minimum = Nearest(minima[j], dmin, 63);
            StoreScale(block.Slice(4, 12), j, scale, minimum);
            for (int i = 0; i < 32; i++)
            {
                int nibble = Math.Max(0, Nearest(values[(32 * j) + i] + (dmin * minimum), d * scale, 15));
                block[16 + (32 * (j / 2)) + i] |= (byte)(nibble << (4 * (j % 2)));
            }
        }
    }

    public static float DecodeQ4K(ReadOnlySpan<byte> block, int index)
    {
        int j = index / 32;
        (int scale, int minimum) = LoadScale(block.Slice(4, 12), j);
        int nibble = (block[16 + (32 * (j / 2)) + (index % 32)] >> (4 * (j % 2))) & 15;
        float product = (float)MemoryMarshal.Read<Half>(block) * scale * nibble;
        return product - ((float)MemoryMarshal.Read<Half>(block[2..]) * minimum);
    }

    public static void EncodeQ6K(ReadOnlySpan<float> values, Span<byte> block)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        float d = largest / 31 / 127;
        MemoryMarshal.Write(block[208..], (Half)d);
        for (int i = 0; i < Elements; i++)
        {
            // Half of the sub-blocks get a negative scale, which ggml writes as well.
            int scale = (i / 16) % 2 == 0 ? 127 : -127;
            block[192 + (i / 16)] = (byte)(sbyte)scale;
            int bits = Math.Clamp((int)MathF.Round(d == 0 ? 0 : values[i] / (d * scale)), -32, 31) + 32;
            (int low, int lowShift, int high, int highShift) = Place(i);
            block[low] |= (byte)((bits & 15) << lowShift);
            block[high] |= (byte)((bits >> 4) << highShift);
        }
    }

    public static float DecodeQ6K(ReadOnlySpan<byte> block, int index)
    {
        (int low, int lowShift, int high, int highShift) = Place(index);
        int bits = ((block[low] >> lowShift) & 15) | (((block[high] >> highShift) & 3) << 4);
        return (float)MemoryMarshal.Read<Half>(block[208..]) * (sbyte)block[192 + (index / 16)] * (bits - 32);
    }

    private static int Nearest(float value, float unit, int most) => unit == 0 ? 0 : Math.Min(most, (int)MathF.Round(value / unit));

    // ggml-quants.c, get_scale_min_k4.
    private static (int Scale, int Minimum) LoadScale(ReadOnlySpan<byte> packed, int j) => j < 4
        ? (packed[j] & 63, packed[j + 4] & 63)
        : ((packed[j + 4] & 15) | ((packed[j - 4] >> 6) << 4), (packed[j + 4] >> 4) | ((packed[j] >> 6) << 4));

    private static void StoreScale(Span<byte> packed, int j, int scale, int minimum)
    {
        if (j < 4)
        {
            packed[j] |= (byte)scale;
            packed[j + 4] |= (byte)minimum;
            return;
        }

        packed[j + 4] = (byte)((scale & 15) | ((minimum & 15) << 4));
        packed[j - 4] |= (byte)((scale >> 4) << 6);
        packed[j] |= (byte)((minimum >> 4) << 6);
    }

    // ggml-quants.c, dequantize_row_q6_K: where the lower four and the upper two bits of an element stand.
    private static (int Low, int LowShift, int High, int HighShift) Place(int index)
    {
        int half = index / 128;
        int quarter = index % 128 / 32;
        int at = index % 32;
        return ((64 * half) + (32 * (quarter % 2)) + at, 4 * (quarter / 2), 128 + (32 * half) + at, 2 * quarter);
    }
}
