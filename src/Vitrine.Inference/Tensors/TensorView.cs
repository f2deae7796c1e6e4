namespace Vitrine.Inference.Tensors;

/// <summary>
/// A matrix of weights in someone else's memory, row by row. It carries a pointer and not a span because tensors pass 2^31 bytes;
/// the owner (a <see cref="Gguf.GgufFile"/>) has checked the extent and must outlive the view.
/// </summary>
public readonly unsafe struct TensorView(byte* pointer, TensorType type, int columns, int rows)
{
    /// <summary>The first byte of row 0.</summary>
    public byte* Pointer { get; } = pointer;

    /// <summary>How elements are stored.</summary>
    public TensorType Type { get; } = type;

    /// <summary>Elements of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Number of rows; 1 for a vector.</summary>
    public int Rows { get; } = rows;

    /// <summary>Bytes from one row to the next.</summary>
    public long RowBytes { get; } = TensorTypes.SizeBytes(type, columns);

    /// <summary>True for the default value, which stands for "the file has no such tensor".</summary>
    public bool IsEmpty => Pointer is null;

    /// <summary>The first byte of a row, unchecked.</summary>
    public byte* Row(int row) => Pointer + (row * RowBytes);
}
