using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Llama;

/// <summary>
/// The key/value cache of one sequence. Per layer and head, values lie as <c>[position][headSize]</c> and keys in tiles of
/// <see cref="ComputeKernels.KeyTile"/> positions, <c>[tile][headSize][KeyTile]</c>, so that a register holds neighbouring positions' scores.
/// Floats throughout. Written and read by the engine's threads only.
/// </summary>
internal sealed unsafe class KvSequence : IDisposable
{
    private readonly NativeFloats _keys;
    private readonly NativeFloats _values;
    private readonly int _kvHeads;
    private readonly int _headSize;
    private readonly long _headFloats;
    private int _length;

    /// <summary>Reserves room for at least <paramref name="capacity"/> positions.</summary>
    public KvSequence(LlamaConfig config, int capacity)
    {
        Capacity = (capacity + ComputeKernels.KeyTile - 1) / ComputeKernels.KeyTile * ComputeKernels.KeyTile;
        _kvHeads = config.KvHeads;
        _headSize = config.HeadSize;
        _headFloats = (long)Capacity * _headSize;
        _keys = new NativeFloats(config.Layers * _kvHeads * _headFloats);
        _values = new NativeFloats(config.Layers * _kvHeads * _headFloats);
    }

    /// <summary>Positions that fit.</summary>
    public int Capacity { get; }

    /// <summary>Positions that are filled. Readable from any thread.</summary>
    public int Length
    {
        get => Volatile.Read(ref _length);
        set => Volatile.Write(ref _length, value);
    }

    /// <summary>Bytes of cache that one position takes in a model of this shape.</summary>
    public static long BytesPerPosition(LlamaConfig config) => 2L * config.Layers * config.KvLength * sizeof(float);

    /// <summary>The key tiles of a head.</summary>
    public float* Keys(int layer, int head) => _keys.Pointer + ((((long)layer * _kvHeads) + head) * _headFloats);

    /// <summary>The values of a head.</summary>
    public float* Values(int layer, int head) => _values.Pointer + ((((long)layer * _kvHeads) + head) * _headFloats);

    /// <summary>Stores one position's key and value of one head.</summary>
    public void Store(int layer, int head, int position, float* key, float* value)
    {
        float* tile = Keys(layer, head) + ((long)(position / ComputeKernels.KeyTile) * _headSize * ComputeKernels.KeyTile) + (position % ComputeKernels.KeyTile);
        for (int d = 0; d < _headSize; d++) tile[d * ComputeKernels.KeyTile] = key[d];
        new ReadOnlySpan<float>(value, _headSize).CopyTo(new Span<float>(Values(layer, head) + ((long)position * _headSize), _headSize));
    }

    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }
}
