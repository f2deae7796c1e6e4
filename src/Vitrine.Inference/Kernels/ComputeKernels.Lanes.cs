using System.Runtime.CompilerServices;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// The kernels at one register width: norm and attention here, the products with weights by storage type. Methods are compiled optimised at once: a
/// tiered loop would run its first request slowly.
/// </summary>
internal sealed unsafe class ComputeKernels<TLanes, TVector, TIntegers> : ComputeKernels
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TIntegers : struct, IIntegerLanes
{
    private readonly WeightProducts _f32 = new FloatProducts<F32Element, TLanes, TVector>();
    private readonly WeightProducts _f16 = new FloatProducts<F16Element, TLanes, TVector>();
    private readonly WeightProducts _bf16 = new FloatProducts<BF16Element, TLanes, TVector>();
    private readonly WeightProducts _q80 = new Q80Products<TIntegers>();
    private readonly WeightProducts _q4K = new QuantisedProducts<Q4KFormat, TIntegers>();
    private readonly WeightProducts _q6K = new QuantisedProducts<Q6KFormat, TIntegers>();

    public override string Name => typeof(TLanes).Name;

    [MethodImpl(Compilation.Loop)]
    public override void RmsNorm(float* x, float* weight, float* y, int length, float epsilon)
    {
        int whole = length - (length % TLanes.Count);
        TVector squares = TLanes.Broadcast(0f);
        for (int i = 0; i < whole; i += TLanes.Count)
            squares = TLanes.MultiplyAdd(TLanes.Load(x + i), TLanes.Load(x + i), squares);
        float sum = TLanes.Sum(squares);
        for (int i = whole; i < length; i++) sum += x[i] * x[i];

        float factor = 1f / MathF.Sqrt((sum / length) + epsilon);
        TVector factors = TLanes.Broadcast(factor);
        for (int i = 0; i < whole; i += TLanes.Count)
            TLanes.Store(y + i, TLanes.Multiply(TLanes.Multiply(TLanes.Load(x + i), factors), TLanes.Load(weight + i)));
        for (int i = whole; i < length; i++) y[i] = x[i] * factor * weight[i];
    }

    [MethodImpl(Compilation.Loop)]
    public override void AttentionScores(float* query, float* keyTiles, int headSize, int positions, float scale, float* scores)
    {
        TVector factor = TLanes.Broadcast(scale);
        for (int tile = 0; tile * KeyTile < positions; tile++)
        {
            float* keys = keyTiles + ((long)tile * headSize * KeyTile);
            for (int lane = 0; lane < KeyTile; lane += TLanes.Count)
            {
                // Two sums halve the chain of dependent additions.
                TVector even = TLanes.Broadcast(0f);
                TVector odd = even;
                int d = 0;
                for (; d + 1 < headSize; d += 2)
                {
                    even = TLanes.MultiplyAdd(TLanes.Load(keys + (d * KeyTile) + lane), TLanes.Broadcast(query[d]), even);
                    odd = TLanes.MultiplyAdd(TLanes.Load(keys + ((d + 1) * KeyTile) + lane), TLanes.Broadcast(query[d + 1]), odd);
                }

                if (d < headSize) even = TLanes.MultiplyAdd(TLanes.Load(keys + (d * KeyTile) + lane), TLanes.Broadcast(query[d]), even);
                TLanes.Store(scores + (tile * KeyTile) + lane, TLanes.Multiply(TLanes.Add(even, odd), factor));
            }
        }
    }

    [MethodImpl(Compilation.Loop)]
    public override void WeightedSum(float* probabilities, float* values, int headSize, int positions, float scale, float* y)
    {
        int d = 0;
        for (; d + (2 * TLanes.Count) <= headSize; d += 2 * TLanes.Count)
        {
            TVector low = TLanes.Broadcast(0f);
            TVector high = low;
            TVector lowOdd = low;
            TVector highOdd = low;
            float* v = values + d;
            int p = 0;
            for (; p + 1 < positions; p += 2, v += 2 * headSize)
            {
                TVector even = TLanes.Broadcast(probabilities[p]);
                TVector odd = TLanes.Broadcast(probabilities[p + 1]);
                low = TLanes.MultiplyAdd(TLanes.Load(v), even, low);
                high = TLanes.MultiplyAdd(TLanes.Load(v + TLanes.Count), even, high);
                lowOdd = TLanes.MultiplyAdd(TLanes.Load(v + headSize), odd, lowOdd);
                highOdd = TLanes.MultiplyAdd(TLanes.Load(v + headSize + TLanes.Count), odd, highOdd);
            }

            if (p < positions)
            {
                TVector last = TLanes.Broadcast(probabilities[p]);
                low = TLanes.MultiplyAdd(TLanes.Load(v), last, low);
                high = TLanes.MultiplyAdd(TLanes.Load(v + TLanes.Count), last, high);
            }

            TVector factor = TLanes.Broadcast(scale);
            TLanes.Store(y + d, TLanes.Multiply(TLanes.Add(low, lowOdd), factor));
            TLanes.Store(y + d + TLanes.Count, TLanes.Multiply(TLanes.Add(high, highOdd), factor));
        }

        for (; d < headSize; d++)
        {
            float sum = 0f;
            for (int p = 0; p < positions; p++) sum += probabilities[p] * values[((long)p * headSize) + d];
            y[d] = sum * scale;
        }
    }

    protected override WeightProducts? TryProducts(TensorType type) => type switch
    {
        TensorType.F32 => _f32,
        TensorType.F16 => _f16,
        TensorType.BF16 => _bf16,
        TensorType.Q8_0 => _q80,
        TensorType.Q4_K => _q4K,
        TensorType.Q6_K => _q6K,
        _ => null,
    };
}
