using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Gguf;

/// <summary>Reads the tensor table and proves that every tensor lies inside the data part and that no two overlap.</summary>
internal static class GgufTensorTableReader
{
    // The shortest entry: an empty name (8), a dimension count (4), one dimension (8), a type (4) and an offset (8).
    private const int MinEntryBytes = 32;
    private const int MaxDimensions = 4;

    /// <summary>Reads the number of tensors.</summary>
    public static int ReadCount(ref GgufCursor cursor) => cursor.ReadCount(MinEntryBytes, "tensors");

    /// <summary>Reads <paramref name="count"/> entries and the padding behind them. Offsets in the table are relative to the data part; the result's are absolute.</summary>
    public static Dictionary<string, GgufTensor> Read(ref GgufCursor cursor, int count, int alignment, long fileLength)
    {
        var entries = new List<(GgufTensor Tensor, long EntryAt)>();
        for (int i = 0; i < count; i++)
        {
            long at = cursor.Offset;
            entries.Add((ReadEntry(ref cursor), at));
        }

        cursor.Align(alignment);
        long dataStart = cursor.Offset;
        var tensors = new Dictionary<string, GgufTensor>(count, StringComparer.Ordinal);
        foreach ((GgufTensor relative, long at) in entries)
        {
            GgufTensor tensor = Place(ref cursor, relative, at, alignment, dataStart, fileLength);
            if (!tensors.TryAdd(tensor.Name, tensor))
                throw cursor.Wrong(at, $"each tensor name once, found '{tensor.Name}' again");
        }

        RejectOverlaps(ref cursor, tensors.Values, dataStart);
        return tensors;
    }

    private static GgufTensor ReadEntry(ref GgufCursor cursor)
    {
        long at = cursor.Offset;
        string name = cursor.ReadString("a tensor name");
        uint dimensions = cursor.ReadUInt32();
        if (dimensions is 0 or > MaxDimensions)
            throw cursor.Wrong(at, $"tensor '{name}' with 1 to {MaxDimensions} dimensions, found {dimensions}");

        long columns = 0;
        UInt128 rows = 1;
        for (int d = 0; d < dimensions; d++)
        {
            ulong extent = cursor.ReadUInt64();
            if (extent is 0 or > int.MaxValue)
                throw cursor.Wrong(at, $"tensor '{name}' with dimension {d} of 1 to {int.MaxValue}, found {extent}");
            if (d == 0) columns = (long)extent;
            else rows *= extent;
        }

        if (rows > int.MaxValue)
            throw cursor.Wrong(at, $"tensor '{name}' with at most {int.MaxValue} rows, found {rows}");
        uint typeId = cursor.ReadUInt32();
        if (!TensorTypes.TryGetLayout((TensorType)typeId, out TensorLayout layout))
            throw cursor.Wrong(at, $"tensor '{name}' of a known type, found type {typeId}");
        if (columns % layout.BlockElements != 0)
            throw cursor.Wrong(at, $"tensor '{name}' with rows of whole {layout.BlockElements}-element blocks, found {columns} columns");

        UInt128 size = rows * (UInt128)(columns / layout.BlockElements * layout.BlockBytes);
        ulong offset = cursor.ReadUInt64();
        if (size > (UInt128)long.MaxValue || offset > long.MaxValue)
            throw cursor.Wrong(at, $"tensor '{name}' inside the file, found {size} bytes at offset {offset}");
        return new GgufTensor(name, (TensorType)typeId, columns, (long)rows, (long)offset, (long)size);
    }

    private static GgufTensor Place(ref GgufCursor cursor, GgufTensor tensor, long at, int alignment, long dataStart, long fileLength)
    {
        long dataBytes = fileLength - dataStart;
        if (tensor.FileOffset % alignment != 0)
            throw cursor.Wrong(at, $"tensor '{tensor.Name}' aligned to {alignment} bytes, found offset {tensor.FileOffset}");
        if (tensor.SizeBytes > dataBytes || tensor.FileOffset > dataBytes - tensor.SizeBytes)
            throw cursor.Wrong(at, $"tensor '{tensor.Name}' inside the {dataBytes} data bytes, found {tensor.SizeBytes} bytes at offset {tensor.FileOffset}");
        return tensor with { FileOffset = dataStart + tensor.FileOffset };
    }

    private static void RejectOverlaps(ref GgufCursor cursor, IEnumerable<GgufTensor> tensors, long dataStart)
    {
        long end = dataStart;
        string before = "";
        foreach (GgufTensor tensor in tensors.OrderBy(t => t.FileOffset))
        {
            if (tensor.FileOffset < end)
                throw cursor.Wrong(tensor.FileOffset, $"tensor '{tensor.Name}' behind '{before}', which ends at byte {end}");
            end = tensor.FileOffset + tensor.SizeBytes;
            before = tensor.Name;
        }
    }
}
