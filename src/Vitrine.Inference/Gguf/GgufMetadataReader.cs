namespace Vitrine.Inference.Gguf;

/// <summary>Reads the metadata part of the header: <c>count × (key, type, value)</c>.</summary>
internal static class GgufMetadataReader
{
    // The shortest entry: an empty key (8 bytes of length), a type (4) and a one-byte value.
    private const int MinEntryBytes = 13;

    public static Dictionary<string, object> Read(ref GgufCursor cursor, int count)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            long at = cursor.Offset;
            string key = cursor.ReadString("a metadata key");
            GgufValueType type = ReadType(ref cursor);
            if (!values.TryAdd(key, ReadValue(ref cursor, type)))
                throw cursor.Wrong(at, $"each metadata key once, found '{key}' again");
        }

        return values;
    }

    /// <summary>Reads the number of entries.</summary>
    public static int ReadCount(ref GgufCursor cursor) => cursor.ReadCount(MinEntryBytes, "metadata entries");

    private static GgufValueType ReadType(ref GgufCursor cursor)
    {
        long at = cursor.Offset;
        uint type = cursor.ReadUInt32();
        return type <= (uint)GgufValueType.Float64
            ? (GgufValueType)type
            : throw cursor.Wrong(at, $"a metadata value type of 0 to 12, found {type}");
    }

    private static object ReadValue(ref GgufCursor cursor, GgufValueType type) => type switch
    {
        GgufValueType.String => cursor.ReadString("a metadata string"),
        GgufValueType.Bool => cursor.ReadByte() != 0,
        GgufValueType.Float32 or GgufValueType.Float64 => ReadReal(ref cursor, type),
        GgufValueType.Array => ReadArray(ref cursor),
        _ => ReadInteger(ref cursor, type),
    };

    private static object ReadArray(ref GgufCursor cursor)
    {
        long at = cursor.Offset;
        GgufValueType type = ReadType(ref cursor);
        if (type == GgufValueType.Array)
            throw cursor.Wrong(at, "an array of scalars or strings, found an array of arrays");

        int count = cursor.ReadCount(ElementBytes(type), "array elements");
        switch (type)
        {
            case GgufValueType.String:
                var strings = new string[count];
                for (int i = 0; i < count; i++) strings[i] = cursor.ReadString("an array string");
                return strings;
            case GgufValueType.Bool:
                var flags = new bool[count];
                for (int i = 0; i < count; i++) flags[i] = cursor.ReadByte() != 0;
                return flags;
            case GgufValueType.Float32 or GgufValueType.Float64:
                var reals = new float[count];
                for (int i = 0; i < count; i++) reals[i] = (float)ReadReal(ref cursor, type);
                return reals;
            default:
                var integers = new long[count];
                for (int i = 0; i < count; i++) integers[i] = ReadInteger(ref cursor, type);
                return integers;
        }
    }

    private static double ReadReal(ref GgufCursor cursor, GgufValueType type) => type == GgufValueType.Float32
        ? BitConverter.UInt32BitsToSingle(cursor.ReadUInt32())
        : BitConverter.UInt64BitsToDouble(cursor.ReadUInt64());

    private static long ReadInteger(ref GgufCursor cursor, GgufValueType type)
    {
        long at = cursor.Offset;
        switch (type)
        {
            case GgufValueType.UInt8: return cursor.ReadByte();
            case GgufValueType.Int8: return (sbyte)cursor.ReadByte();
            case GgufValueType.UInt16: return cursor.ReadUInt16();
            case GgufValueType.Int16: return (short)cursor.ReadUInt16();
            case GgufValueType.UInt32: return cursor.ReadUInt32();
            case GgufValueType.Int32: return (int)cursor.ReadUInt32();
            case GgufValueType.Int64: return (long)cursor.ReadUInt64();
            default:
                ulong value = cursor.ReadUInt64();
                return value <= long.MaxValue ? (long)value : throw cursor.Wrong(at, $"an integer below 2^63, found {value}");
        }
    }

    private static int ElementBytes(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        _ => 8,
    };
}
