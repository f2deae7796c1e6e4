using System.Runtime.Intrinsics;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// The arithmetic of a forward pass over raw memory. One instance per register width, chosen once at start; a call covers enough rows that
/// its virtual dispatch does not count. Callers own every buffer and have checked every extent: kernels check nothing.
/// </summary>
internal abstract unsafe class ComputeKernels
{
    /// <summary>Weight rows that are widened together in a matrix-matrix product.</summary>
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
            if (Lanes512.IsSupported) all.Add(new ComputeKernels<Lanes512, Vector512<float>>());
            if (Lanes256.IsSupported) all.Add(new ComputeKernels<Lanes256, Vector256<float>>());
            if (Lanes128.IsSupported) all.Add(new ComputeKernels<Lanes128, Vector128<float>>());
            all.Add(new ComputeKernels<ScalarLanes, float>());
            return all;
        }
    }

    /// <summary>The register width for people: <c>Lanes512</c>, <c>Lanes256</c>, <c>Lanes128</c> or <c>ScalarLanes</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The storage types that there are kernels for.</summary>
    public static IReadOnlyList<TensorType> SupportedTypes { get; } =
        [TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.Q8_0, TensorType.Q4_K, TensorType.Q6_K];

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs for matrices of up to this many columns.</summary>
    public static int ScratchFloats(int columns) => RowBlock * columns;

    /// <summary>
    /// <c>y[t][r] (+)= w[r] · x[t]</c> for rows <c>[rowBegin, rowEnd)</c> and <paramref name="count"/> activations.
    /// One activation reads the weights once without scratch; more widen them block-wise, still reading them once.
    /// </summary>
    /// <param name="weights">A matrix of rows × columns.</param>
    /// <param name="rowBegin">First row.</param>
    /// <param name="rowEnd">Behind the last row.</param>
    /// <param name="x">Activations, <c>count × columns</c> with <paramref name="xStride"/> floats between them.</param>
    /// <param name="xStride">Floats from one activation to the next.</param>
    /// <param name="count">Number of activations.</param>
    /// <param name="y">Results, indexed by absolute row, with <paramref name="yStride"/> floats between activations.</param>
    /// <param name="yStride">Floats from one result to the next.</param>
    /// <param name="accumulate">Adds to <paramref name="y"/> instead of replacing it.</param>
    /// <param name="scratch"><see cref="ScratchFloats"/> floats of the caller's own.</param>
    public abstract void Multiply(in TensorView weights, int rowBegin, int rowEnd, float* x, int xStride, int count, float* y, int yStride, bool accumulate, float* scratch);

    /// <summary>Writes one row of a matrix as floats.</summary>
    public abstract void Widen(in TensorView weights, int row, float* destination);

    /// <summary><c>y = x / sqrt(mean(x²) + epsilon) * weight</c>; <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public abstract void RmsNorm(float* x, float* weight, float* y, int length, float epsilon);

    /// <summary>
    /// Scores of one query against keys <c>[0, positions)</c>: <c>scores[p] = scale * (q · k[p])</c>. Keys lie in tiles of
    /// <see cref="KeyTile"/> positions, each <c>[headSize][KeyTile]</c>; scores are written for whole tiles, so the tail of the buffer is overwritten.
    /// </summary>
    public abstract void AttentionScores(float* query, float* keyTiles, int headSize, int positions, float scale, float* scores);

    /// <summary><c>y = scale * Σ p[i] * v[i]</c> over values <c>[positions][headSize]</c>.</summary>
    public abstract void WeightedSum(float* probabilities, float* values, int headSize, int positions, float scale, float* y);
}
