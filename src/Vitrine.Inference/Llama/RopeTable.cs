using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Llama;

/// <summary>
/// Sines and cosines of rotary position embedding: for pair <c>i</c> at position <c>p</c> the angle is <c>p * scale * base^(-2i / length) / factor[i]</c>
/// (RoFormer, section 3.2.2; scale and factors as in ggml's <c>rope_yarn</c> without its extrapolation).
/// </summary>
internal sealed unsafe class RopeTable : IDisposable
{
    private readonly NativeFloats _table;
    private readonly int _pairs;

    /// <summary>Computes the angles of <paramref name="positions"/> positions; empty <paramref name="factors"/> are all 1.</summary>
    public RopeTable(int positions, LlamaConfig config, in TensorView factors)
    {
        _pairs = config.RopeLength / 2;
        _table = new NativeFloats((long)positions * config.RopeLength);
        for (int i = 0; i < _pairs; i++)
        {
            double factor = factors.IsEmpty ? 1 : ((float*)factors.Pointer)[i];
            double frequency = Math.Pow(config.RopeBase, -2.0 * i / config.RopeLength) * config.RopeScale / factor;
            for (int p = 0; p < positions; p++)
            {
                (double sin, double cos) = Math.SinCos(p * frequency);
                float* pair = _table.Pointer + (((long)p * _pairs) + i) * 2;
                pair[0] = (float)cos;
                pair[1] = (float)sin;
            }
        }
    }

    /// <summary>Rotates the leading pairs <c>(x[2i], x[2i+1])</c> of one head in place: llama's interleaved order.</summary>
    public void Rotate(float* head, int position)
    {
        float* pair = _table.Pointer + ((long)position * _pairs * 2);
        for (int i = 0; i < _pairs * 2; i += 2)
        {
            float x = head[i];
            float y = head[i + 1];
            head[i] = (x * pair[i]) - (y * pair[i + 1]);
            head[i + 1] = (x * pair[i + 1]) + (y * pair[i]);
        }
    }

    public void Dispose() => _table.Dispose();
}
