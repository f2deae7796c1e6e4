using System.Diagnostics;
using System.Runtime.Intrinsics;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// The arithmetic of a forward pass over raw memory. One instance per register width, chosen once at start; a call covers enough rows that
/// its virtual dispatch does not count. Callers own every buffer and have checked every extent: kernels check nothing.
/// </summary>
internal abstract unsafe class ComputeKernels
{
    /// <summary>Weight rows that meet several activations together, so that both stay in the first-level cache.</summary>
    public const int RowBlock = 16;

    /// <summary>Positions of a key tile: keys are stored so that one register holds the scores of neighbouring positions.</summary>
    public const int KeyTile = 16;

    /// <summary>The widest implementation that this machine runs.</summary>
    public static ComputeKernels Best { get; } = All[0];

    /// <summary>Every implementation that this machine runs, widest first; the scalar one is always the last.</summary>
    public static IReadOnlyList<ComputeKernels> All
    {
        get
        {
            var all = new List<ComputeKernels>();
            if (Lanes512.IsSupported) all.Add(new ComputeKernels<Lanes512, Vector512<float>, Avx2Integers>());
            if (Lanes256.IsSupported) all.Add(new ComputeKernels<Lanes256, Vector256<float>, Avx2Integers>());
            if (Lanes128.IsSupported) all.Add(new ComputeKernels<Lanes128, Vector128<float>, PortableIntegers>());
            all.Add(new ComputeKernels<ScalarLanes, float, PortableIntegers>());
            return all;
        }
    }

    /// <summary>The register width for people: <c>Lanes512</c>, <c>Lanes256</c>, <c>Lanes128</c> or <c>ScalarLanes</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The storage types that there are kernels for.</summary>
    public static IReadOnlyList<TensorType> SupportedTypes { get; } = [.. Enum.GetValues<TensorType>().Where(type => Best.TryProducts(type) is not null)];

    /// <summary>The form of activations that <see cref="Multiply"/> reads for weights of a type.</summary>
    public static ActivationPackings Packing(TensorType type) => Best.Products(type).Packing;

    /// <summary>
    /// <c>y[t][r] (+)= w[r] · x[t]</c> for rows <c>[rowBegin, rowEnd)</c> of the weights and the first <paramref name="count"/> activations. Every weight is
    /// read from memory once.
    /// </summary>
    /// <param name="weights">A matrix of rows × columns.</param>
    /// <param name="rowBegin">First row.</param>
    /// <param name="rowEnd">Behind the last row.</param>
    /// <param name="x">Activations of as many columns, packed as <see cref="Packing"/> says.</param>
    /// <param name="count">Number of activations.</param>
    /// <param name="y">Results, <c>count × rows</c>.</param>
    /// <param name="accumulate">Adds to <paramref name="y"/> instead of replacing it.</param>
    public void Multiply(in TensorView weights, int rowBegin, int rowEnd, Activations x, int count, float* y, bool accumulate) =>
        Products(weights.Type).Multiply(weights, rowBegin, rowEnd, x, count, y, accumulate);

    /// <summary>Writes one row of a matrix as floats.</summary>
    public void Widen(in TensorView weights, int row, float* destination) => Products(weights.Type).Widen(weights.Row(row), destination, weights.Columns);

    /// <summary><c>y = x / sqrt(mean(x²) + epsilon) * weight</c>; <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public abstract void RmsNorm(float* x, float* weight, float* y, int length, float epsilon);

    /// <summary>
    /// Scores of one query against keys <c>[0, positions)</c>: <c>scores[p] = scale * (q · k[p])</c>. Keys lie in tiles of
    /// <see cref="KeyTile"/> positions, each <c>[headSize][KeyTile]</c>; scores are written for whole tiles, so the tail of the buffer is overwritten.
    /// </summary>
    public abstract void AttentionScores(float* query, float* keyTiles, int headSize, int positions, float scale, float* scores);

    /// <summary><c>y = scale * Σ p[i] * v[i]</c> over values <c>[positions][headSize]</c>.</summary>
    public abstract void WeightedSum(float* probabilities, float* values, int headSize, int positions, float scale, float* y);

    /// <summary>The products with weights of a type, the one place that knows which types there are; null without a kernel.</summary>
    protected abstract WeightProducts? TryProducts(TensorType type);

    private WeightProducts Products(TensorType type) => TryProducts(type) ?? throw new UnreachableException($"no kernel for {type}");
}
