using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Kernels;

/// <summary>Every register width against plain double-precision loops over the same stored numbers, and so against one another.</summary>
public sealed unsafe class ComputeKernelsTests
{
    public static TheoryData<int, TensorType> WidthsAndTypes
    {
        get
        {
            var data = new TheoryData<int, TensorType>();
            for (int width = 0; width < ComputeKernels.All.Count; width++)
            {
                foreach (TensorType type in ComputeKernels.SupportedTypes) data.Add(width, type);
            }

            return data;
        }
    }

    public static TheoryData<int, TensorType> WidthsAndFloatTypes
    {
        get
        {
            var data = new TheoryData<int, TensorType>();
            for (int width = 0; width < ComputeKernels.All.Count; width++)
            {
                foreach (TensorType type in ComputeKernels.SupportedTypes.Where(type => ComputeKernels.Packing(type) == ActivationPackings.None)) data.Add(width, type);
            }

            return data;
        }
    }

    public static TheoryData<int> Widths => [.. Enumerable.Range(0, ComputeKernels.All.Count)];

    [Fact]
    public void All_OnAnyMachine_EndsWithTheScalarTwin() => ComputeKernels.All[^1].Name.ShouldBe("ScalarLanes");

    [Theory]
    [MemberData(nameof(WidthsAndFloatTypes))]
    public void Multiply_RandomShapes_EqualsTheDoubleLoop(int width, TensorType type)
    {
        ComputeKernels kernels = ComputeKernels.All[width];
        var random = new Random(width + (100 * (int)type));
        for (int round = 0; round < 120; round++)
        {
            int block = BlockElements(type);
            int columns = block == 1 ? random.Next(1, 200) : block * random.Next(1, Math.Max(3, 256 / block));
            int rows = random.Next(1, 40);
            int count = random.Next(1, 9);
            bool accumulate = random.Next(2) == 0;
            byte[] weights = Quantiser.Encode(type, Values(random, rows * columns));
            float[] x = Values(random, count * columns);
            float[] start = Values(random, count * rows);
            float[] actual = [.. start];
            Multiply(kernels, type, weights, x, actual, columns, rows, count, accumulate, random.Next(rows));

            float[] exact = Quantiser.Decode(type, weights);
            for (int t = 0; t < count; t++)
            {
                for (int r = 0; r < rows; r++)
                {
                    double sum = accumulate ? start[(t * rows) + r] : 0;
                    double magnitude = 1;
                    for (int c = 0; c < columns; c++)
                    {
                        double product = (double)exact[(r * columns) + c] * x[(t * columns) + c];
                        sum += product;
                        magnitude += Math.Abs(product);
                    }

                    Math.Abs(actual[(t * rows) + r] - sum).ShouldBeLessThan(1e-6 * magnitude, $"{kernels.Name} {type} {rows}x{columns} row {r} of activation {t}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndTypes))]
    public void Widen_RandomRows_IsExact(int width, TensorType type)
    {
        var random = new Random(3);
        int block = BlockElements(type);
        for (int columns = Math.Max(32, block); columns <= Math.Max(160, 3 * block); columns += block == 1 ? 7 : block)
        {
            byte[] weights = Quantiser.Encode(type, Values(random, 3 * columns));
            var actual = new float[columns];
            fixed (byte* w = weights)
            fixed (float* y = actual)
                ComputeKernels.All[width].Widen(new TensorView(w, type, columns, 3), 2, y);
            actual.ShouldBe(Quantiser.Decode(type, weights)[(2 * columns)..]);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Widen_EveryFiniteHalf_IsExact(int width)
    {
        Half[] halves = [.. Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        var actual = new float[halves.Length];
        fixed (Half* w = halves)
        fixed (float* y = actual)
            ComputeKernels.All[width].Widen(new TensorView((byte*)w, TensorType.F16, halves.Length, 1), 0, y);
        actual.ShouldBe(halves.Select(half => (float)half));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_ExtremeHalvesAndActivations_StaysInRange(int width)
    {
        // The scale of halves is divided over both sides: neither subnormal weights nor large activations may be lost.
        float[] values = [6e-8f, -6e-8f, 6.1e-5f, 65504f, -65504f, 1f, 0f, -0f, .. new float[24]];
        float[] x = [1e10f, 1e-10f, 1e-20f, 1e10f, 1e-10f, 1e-30f, 1f, 1f, .. new float[24]];
        byte[] weights = Quantiser.Encode(TensorType.F16, values);
        float[] exact = Quantiser.Decode(TensorType.F16, weights);
        for (int i = 0; i < 8; i++)
        {
            var one = new float[32];
            one[i] = x[i];
            var actual = new float[1];
            Multiply(ComputeKernels.All[width], TensorType.F16, weights, one, actual, 32, 1, 1, accumulate: false, 0);
            double expected = (double)exact[i] * x[i];
            // Products below 2^-70 lose digits, far under the rounding of any sum that they could be part of.
            Math.Abs(actual[0] - expected).ShouldBeLessThanOrEqualTo((1e-6 * Math.Abs(expected)) + 1e-27, $"element {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void RmsNorm_RandomLengths_EqualsTheDoubleLoop(int width)
    {
        var random = new Random(5);
        for (int length = 1; length < 100; length++)
        {
            float[] x = Values(random, length);
            float[] weight = Values(random, length);
            double factor = 1 / Math.Sqrt((x.Sum(v => (double)v * v) / length) + 1e-5);
            double[] expected = [.. x.Zip(weight, (v, w) => v * factor * w)];
            fixed (float* px = x)
            fixed (float* pw = weight)
                ComputeKernels.All[width].RmsNorm(px, pw, px, length, 1e-5f);
            for (int i = 0; i < length; i++) ((double)x[i]).ShouldBe(expected[i], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Attention_RandomShapes_EqualsTheDoubleLoop(int width)
    {
        const int Tile = ComputeKernels.KeyTile;
        ComputeKernels kernels = ComputeKernels.All[width];
        var random = new Random(6);
        for (int round = 0; round < 60; round++)
        {
            int size = random.Next(1, 70);
            int positions = random.Next(1, 80);
            int tiles = (positions + Tile - 1) / Tile;
            float[] query = Values(random, size);
            float[] keys = Values(random, tiles * size * Tile);
            float[] values = Values(random, positions * size);
            var scores = new float[tiles * Tile];
            var sums = new float[size];
            fixed (float* q = query)
            fixed (float* k = keys)
            fixed (float* v = values)
            fixed (float* s = scores)
            fixed (float* y = sums)
            {
                kernels.AttentionScores(q, k, size, positions, 0.5f, s);
                kernels.WeightedSum(s, v, size, positions, 0.25f, y);
            }

            for (int p = 0; p < positions; p++)
            {
                double score = Enumerable.Range(0, size).Sum(d => (double)query[d] * keys[(p / Tile * size * Tile) + (d * Tile) + (p % Tile)]);
                ((double)scores[p]).ShouldBe(0.5 * score, 1e-4);
            }

            for (int d = 0; d < size; d++)
                ((double)sums[d]).ShouldBe(0.25 * Enumerable.Range(0, positions).Sum(p => (double)scores[p] * values[(p * size) + d]), 1e-4);
        }
    }

    private static void Multiply(ComputeKernels kernels, TensorType type, byte[] weights, float[] x, float[] y, int columns, int rows, int count, bool accumulate, int split)
    {
        using var activations = new Activations(count, columns, ComputeKernels.Packing(type));
        for (int t = 0; t < count; t++) x.AsSpan(t * columns, columns).CopyTo(activations.Slice(t, 0, columns));
        fixed (byte* pw = weights)
        fixed (float* py = y)
        {
            // Two calls, as two members of a team would share the rows.
            var view = new TensorView(pw, type, columns, rows);
            kernels.Multiply(view, 0, split, activations, count, py, accumulate);
            kernels.Multiply(view, split, rows, activations, count, py, accumulate);
        }
    }

    private static int BlockElements(TensorType type) => TensorTypes.TryGetLayout(type, out TensorLayout layout) ? layout.BlockElements : 0;

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 4) - 2))];
}
