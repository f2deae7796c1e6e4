using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Kernels;

/// <summary>Products of quantised numbers at every register width and in every batch, against one plain loop over their bits: equal, not nearly equal.</summary>
public sealed unsafe class QuantisedProductsTests
{
    public static TheoryData<int, TensorType> WidthsAndTypes
    {
        get
        {
            var data = new TheoryData<int, TensorType>();
            for (int width = 0; width < ComputeKernels.All.Count; width++)
            {
                foreach (TensorType type in (TensorType[])[TensorType.Q8_0, TensorType.Q4_K, TensorType.Q6_K]) data.Add(width, type);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndTypes))]
    public void Multiply_RandomBits_EqualsThePlainLoopBitForBit(int width, TensorType type)
    {
        var random = new Random(7 + (int)type);
        TensorTypes.TryGetLayout(type, out TensorLayout layout);
        for (int round = 0; round < 60; round++)
        {
            int columns = layout.BlockElements * random.Next(1, Math.Max(4, 600 / layout.BlockElements));
            int rows = random.Next(1, 40);
            int count = random.Next(1, 10);
            bool accumulate = random.Next(2) == 0;
            byte[] weights = RandomBits(random, type, layout, rows * columns / layout.BlockElements);
            using Activations x = Pack(random, type, columns, count);
            float[] actual = [.. Enumerable.Range(0, count * rows).Select(_ => (float)random.NextDouble())];
            float[] expected = [.. actual.Select((start, i) => PlainProduct.Of(type, Row(weights, i % rows, rows), x, i / rows) + (accumulate ? start : 0))];
            fixed (byte* w = weights)
            fixed (float* y = actual)
            {
                // Two calls, as two members of a team would share the rows.
                int split = random.Next(rows);
                ComputeKernels.All[width].Multiply(new TensorView(w, type, columns, rows), 0, split, x, count, y, accumulate);
                ComputeKernels.All[width].Multiply(new TensorView(w, type, columns, rows), split, rows, x, count, y, accumulate);
            }

            actual.ShouldBe(expected, $"{ComputeKernels.All[width].Name} {type} {rows}x{columns} with {count}");
        }
    }

    [Theory]
    [InlineData(TensorType.Q8_0)]
    [InlineData(TensorType.Q4_K)]
    [InlineData(TensorType.Q6_K)]
    public void Multiply_ExtremeBits_DoesNotOverflow(TensorType type)
    {
        // Every bit set, then every bit but the sign of bytes: the largest quants, scales and minima there are, with activations that all become ±127.
        TensorTypes.TryGetLayout(type, out TensorLayout layout);
        foreach ((byte bits, float sign) in ((byte, float)[])[(0xFF, 1), (0xFF, -1), (0x7F, 1), (0x7F, -1), (0x80, 1), (0x80, -1)])
        {
            byte[] weights = new byte[layout.BlockBytes];
            Array.Fill(weights, bits);
            SetHalves(weights, type, layout, _ => 1);
            using var x = new Activations(1, layout.BlockElements, ComputeKernels.Packing(type));
            x.Slice(0, 0, layout.BlockElements).Fill(sign);
            x.Pack(0, x.BlocksPerRow);
            foreach (ComputeKernels kernels in ComputeKernels.All)
            {
                float actual;
                fixed (byte* w = weights) kernels.Multiply(new TensorView(w, type, layout.BlockElements, 1), 0, 1, x, 1, &actual, accumulate: false);
                actual.ShouldBe(PlainProduct.Of(type, weights, x, 0), $"{kernels.Name} {type} {bits:X2} {sign}");
            }
        }
    }

    [Theory]
    [InlineData(TensorType.Q8_0, 0.01)]
    [InlineData(TensorType.Q4_K, 0.02)]
    [InlineData(TensorType.Q6_K, 0.02)]
    public void Multiply_RandomWeights_IsNearTheExactProduct(TensorType type, double tolerance)
    {
        var random = new Random(3);
        const int Columns = 1024;
        byte[] weights = Quantiser.Encode(type, [.. Enumerable.Range(0, Columns).Select(_ => (float)random.NextDouble() - 0.5f)]);
        using Activations x = Pack(random, type, Columns, 1);
        float actual;
        fixed (byte* w = weights) ComputeKernels.Best.Multiply(new TensorView(w, type, Columns, 1), 0, 1, x, 1, &actual, accumulate: false);
        float[] exact = Quantiser.Decode(type, weights);
        double expected = 0;
        double magnitude = 0;
        for (int i = 0; i < Columns; i++)
        {
            expected += (double)exact[i] * x.Row(0)[i];
            magnitude += Math.Abs((double)exact[i] * x.Row(0)[i]);
        }

        Math.Abs(actual - expected).ShouldBeLessThan(tolerance * magnitude);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-44f)]
    [InlineData(1e30f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void Pack_ExtremeActivations_RoundsOrPassesThemOn(float largest)
    {
        using var x = new Activations(1, 256, ActivationPackings.By256 | ActivationPackings.By32);
        x.Row(0)[17] = largest;
        x.Pack(0, 1);
        byte* block = x.Packed(0, ActivationPackings.By256);
        float value = ((sbyte*)block)[17] * *(float*)(block + PackedBlock.ScaleAt);
        if (float.IsFinite(largest)) value.ShouldBe(largest, largest < 1e-40f ? 1e-40 : 1e-6 * largest);
        ((short*)(block + PackedBlock.SumsAt))[1].ShouldBe(((sbyte*)block)[17]);
    }

    private static Activations Pack(Random random, TensorType type, int columns, int count)
    {
        var x = new Activations(count, columns, ComputeKernels.Packing(type));
        for (int t = 0; t < count; t++)
        {
            foreach (ref float value in x.Slice(t, 0, columns)) value = ((float)random.NextDouble() * 4) - 2;
        }

        x.Pack(0, count * x.BlocksPerRow);
        return x;
    }

    private static byte[] Row(byte[] weights, int row, int rows) => weights[(row * weights.Length / rows)..((row + 1) * weights.Length / rows)];

    /// <summary>Every scale, minimum and quant that the bits allow; only the halves are kept finite.</summary>
    private static byte[] RandomBits(Random random, TensorType type, TensorLayout layout, int blocks)
    {
        var bytes = new byte[blocks * layout.BlockBytes];
        random.NextBytes(bytes);
        SetHalves(bytes, type, layout, _ => random.NextDouble() - 0.5);
        return bytes;
    }

    private static void SetHalves(byte[] bytes, TensorType type, TensorLayout layout, Func<int, double> value)
    {
        int[] places = type switch { TensorType.Q4_K => [0, 2], TensorType.Q6_K => [208], _ => [0] };
        for (int block = 0; block < bytes.Length; block += layout.BlockBytes)
        {
            foreach (int at in places) BitConverter.TryWriteBytes(bytes.AsSpan(block + at), (Half)value(at));
        }
    }
}
