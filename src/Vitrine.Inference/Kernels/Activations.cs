using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// What a matrix is multiplied with: rows of floats and, where quantised weights read them, the same rows rounded to eight bits. Whoever writes the
/// floats packs them before they are read. Owns its memory; members of a team write disjoint rows or blocks.
/// </summary>
internal sealed unsafe class Activations : IDisposable
{
    private readonly NativeFloats _floats;
    private readonly NativeFloats _by32;
    private readonly NativeFloats _by256;
    private readonly ActivationPackings _packings;

    /// <summary>Reserves <paramref name="rows"/> rows; with <see cref="ActivationPackings.By256"/> columns are whole blocks of 256, with By32 of 32.</summary>
    public Activations(int rows, int columns, ActivationPackings packings)
    {
        Columns = columns;
        BlocksPerRow = (columns + PackedBlock.Elements - 1) / PackedBlock.Elements;
        _packings = packings;
        _floats = new NativeFloats((long)rows * columns);
        _by32 = Reserve(ActivationPackings.By32);
        _by256 = Reserve(ActivationPackings.By256);

        NativeFloats Reserve(ActivationPackings packing) =>
            new(packings.HasFlag(packing) ? (long)rows * BlocksPerRow * PackedBlock.SizeBytes / sizeof(float) : 0);
    }

    /// <summary>Floats of a row, and from one row to the next.</summary>
    public int Columns { get; }

    /// <summary>Packed blocks of a row, the last of which may be incomplete.</summary>
    public int BlocksPerRow { get; }

    /// <summary>Whether <see cref="Pack"/> has anything to do.</summary>
    public bool IsPacked => _packings != ActivationPackings.None;

    /// <summary>A row's floats.</summary>
    public float* Row(int row) => _floats.Pointer + ((long)row * Columns);

    /// <summary>A window of a row.</summary>
    public Span<float> Slice(int row, int start, int length) => _floats.Slice(((long)row * Columns) + start, length);

    /// <summary>The first block of a row, packed in one form.</summary>
    public byte* Packed(int row, ActivationPackings packing) =>
        (byte*)(packing == ActivationPackings.By32 ? _by32 : _by256).Pointer + ((long)row * BlocksPerRow * PackedBlock.SizeBytes);

    /// <summary>Packs blocks <c>[begin, end)</c>, counted over all rows.</summary>
    public void Pack(int begin, int end)
    {
        for (int i = begin; IsPacked && i < end; i++)
        {
            int column = i % BlocksPerRow * PackedBlock.Elements;
            float* x = Row(i / BlocksPerRow) + column;
            if (_packings.HasFlag(ActivationPackings.By32))
                PackedBlock.PackBy32(x, Math.Min(PackedBlock.Elements, Columns - column), Packed(0, ActivationPackings.By32) + ((long)i * PackedBlock.SizeBytes));
            if (_packings.HasFlag(ActivationPackings.By256))
                PackedBlock.PackBy256(x, Packed(0, ActivationPackings.By256) + ((long)i * PackedBlock.SizeBytes));
        }
    }

    public void Dispose()
    {
        _floats.Dispose();
        _by32.Dispose();
        _by256.Dispose();
    }
}
