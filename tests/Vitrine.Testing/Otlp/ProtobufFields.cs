using System.Buffers.Binary;

namespace Vitrine.Testing.Otlp;

/// <summary>Walks the fields of one protobuf message, without a schema and without a copy.</summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The current field's number.</summary>
    public int Field { get; private set; }

    /// <summary>A varint or fixed field's bits.</summary>
    public ulong Bits { get; private set; }

    /// <summary>A length-delimited field's bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The bits as a double.</summary>
    public readonly double Real => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="FormatException">The message is cut short or has an unknown wire type.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var tag = Varint();
        Field = (int)(tag >> 3);
        Bits = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0: Bits = Varint(); break;
            case 1: Bits = BinaryPrimitives.ReadUInt64LittleEndian(Take(8)); break;
            case 2: Bytes = Take((int)Varint()); break;
            case 5: Bits = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); break;
            default: throw new FormatException($"Wire type {tag & 7} at field {Field}.");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length) throw new FormatException($"Field {Field} wants {length} bytes, {_rest.Length} are left.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("A varint has more than ten bytes.");
    }
}
