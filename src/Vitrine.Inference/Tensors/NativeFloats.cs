using System.Runtime.InteropServices;

namespace Vitrine.Inference.Tensors;

/// <summary>Zeroed floats outside the garbage collector's heap, aligned to 64 bytes: activations, caches and tables that kernels address by pointer.</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    private float* _pointer;

    public NativeFloats(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)Math.Max(length, 16) * sizeof(float));
        _pointer = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_pointer, bytes);
    }

    public float* Pointer => _pointer;

    public long Length { get; }

    /// <summary>A window as a span, checked.</summary>
    public Span<float> Slice(long start, int length)
    {
        if (start < 0 || length < 0 || start > Length - length) throw new ArgumentOutOfRangeException(nameof(start));
        return new Span<float>(_pointer + start, length);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }
}
