namespace Vitrine.Inference.Tensors;

/// <summary>Sizes of the storage types (ggml-common.h, the <c>block_*</c> structs).</summary>
public static class TensorTypes
{
    /// <summary>Looks up how a type lies in memory; false for a number that ggml does not use or has retired.</summary>
    public static bool TryGetLayout(TensorType type, out TensorLayout layout)
    {
        layout = type switch
        {
            TensorType.F32 or TensorType.I32 => new(1, 4),
            TensorType.F16 or TensorType.BF16 or TensorType.I16 => new(1, 2),
            TensorType.F64 or TensorType.I64 => new(1, 8),
            TensorType.I8 => new(1, 1),
            TensorType.Q4_0 => new(32, 18),
            TensorType.Q4_1 => new(32, 20),
            TensorType.Q5_0 => new(32, 22),
            TensorType.Q5_1 => new(32, 24),
            TensorType.Q8_0 => new(32, 34),
            TensorType.Q8_1 => new(32, 36),
            TensorType.Q2_K => new(256, 84),
            TensorType.Q3_K => new(256, 110),
            TensorType.Q4_K => new(256, 144),
            TensorType.Q5_K => new(256, 176),
            TensorType.Q6_K => new(256, 210),
            TensorType.Q8_K => new(256, 292),
            _ => default,
        };
        return layout.BlockBytes != 0;
    }

    /// <summary>Bytes of <paramref name="elements"/> elements, which must be whole blocks.</summary>
    public static long SizeBytes(TensorType type, long elements)
    {
        if (!TryGetLayout(type, out TensorLayout layout)) throw new ArgumentOutOfRangeException(nameof(type), type, "Not a known tensor type.");
        return elements / layout.BlockElements * layout.BlockBytes;
    }
}
