using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// Walks the bytes of a block or of an event's payload, field by field. Every read is checked: what does not fit is a
/// <see cref="NetTraceException"/>. Integers are little-endian and unaligned, variable ones carry 7 bits a byte, lowest first.
/// </summary>
/// <param name="bytes">What is walked; owned by the reader and valid until its next block.</param>
/// <param name="offset">Where the first byte stands in the stream, for error messages.</param>
internal ref struct PayloadReader(ReadOnlySpan<byte> bytes, long offset)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly bool IsAtEnd => _position == _bytes.Length;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _bytes.Length - _position;

    /// <summary>Where the next byte stands in the stream.</summary>
    public readonly long Offset => offset + _position;

    public byte Byte() => Take(sizeof(byte))[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public uint VarUInt32() => (uint)Variable(maxBytes: 5);

    public ulong VarUInt64() => Variable(maxBytes: 10);

    /// <summary>UTF-16 up to its terminating zero, which is read too but is not part of the answer.</summary>
    public ReadOnlySpan<char> Text()
    {
        var text = MemoryMarshal.Cast<byte, char>(_bytes[_position..]);
        var length = text.IndexOf('\0');
        if (length < 0) throw Fault("a text has no end");
        _position += (length + 1) * sizeof(char);
        return text[..length];
    }

    /// <summary>The next bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Left) throw Fault($"{count} bytes are wanted where {Left} are left");
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    public readonly NetTraceException Fault(string fact) => new(fact, Offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Variable(int maxBytes)
    {
        var value = 0ul;
        for (var shift = 0; shift < maxBytes * 7; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw Fault("a variable integer does not end");
    }
}
