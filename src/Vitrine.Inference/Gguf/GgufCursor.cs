using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Inference.Gguf;

/// <summary>A forward reader over the header bytes. Every read is checked against the end, and every count against the bytes that could hold it.</summary>
internal unsafe ref struct GgufCursor(FileBytes bytes, string path)
{
    /// <summary>Bytes from the start of the file to the next read.</summary>
    public long Offset { get; private set; }

    private readonly long Remaining => bytes.Length - Offset;

    public byte ReadByte() => Take(1, "a byte")[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, "a 16-bit value"));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, "a 32-bit value"));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, "a 64-bit value"));

    /// <summary>Reads a count of things that take at least <paramref name="minBytes"/> each, so that a huge count fails before anything is allocated.</summary>
    public int ReadCount(int minBytes, string what)
    {
        long at = Offset;
        ulong count = ReadUInt64();
        ulong most = (ulong)Math.Min(Remaining / minBytes, int.MaxValue / 2);
        if (count > most)
            throw Wrong(at, $"a count of {what} of at most {most} (the rest of the file holds no more), found {count}");
        return (int)count;
    }

    /// <summary>Reads a length-prefixed UTF-8 string; bytes that are no UTF-8 become U+FFFD.</summary>
    public string ReadString(string what)
    {
        int length = ReadCount(1, $"bytes of {what}");
        return length == 0 ? "" : Encoding.UTF8.GetString(Take(length, what));
    }

    /// <summary>Moves to the next multiple of <paramref name="alignment"/>, or stays at the end of the file.</summary>
    public void Align(int alignment) => Offset = Math.Min(bytes.Length, (Offset + alignment - 1) / alignment * alignment);

    public readonly GgufFormatException Wrong(long offset, string expectation) => new(path, offset, "expected " + expectation);

    private ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > Remaining)
            throw Wrong(Offset, $"{what} of {count} bytes, but the file ends after {Remaining}");
        var span = new ReadOnlySpan<byte>(bytes.Pointer + Offset, count);
        Offset += count;
        return span;
    }
}
