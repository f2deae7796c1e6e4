using System.Buffers.Binary;
using System.Globalization;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>How a segment begins: magic, version u8, position of its first entry i64, hash of the entry before that, CRC-32C of these. Its name is the position, with 20 digits.</summary>
/// <param name="First">The position of its first entry.</param>
/// <param name="PreviousHash">The hash of the entry before it.</param>
/// <remarks>Keep in sync with docs/format/ledger.md.</remarks>
internal readonly record struct SegmentHeader(long First, EntryHash PreviousHash)
{
    /// <summary>Its bytes: the first frame follows.</summary>
    public const int Size = 8 + 8 + EntryHash.Size + 4;

    /// <summary>How the names of segments end.</summary>
    public const string Extension = ".segment";

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "VLEDGER"u8;

    /// <summary>The name of the segment that begins at a position.</summary>
    public static string NameOf(long first) => string.Create(CultureInfo.InvariantCulture, $"{first:D20}{Extension}");

    /// <summary>The position in a segment's name; false when it is no segment's.</summary>
    public static bool TryParseName(string name, out long first)
    {
        first = 0;
        return name.Length == 20 + Extension.Length && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out first) && first > 0;
    }

    public void Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[7] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], First);
        PreviousHash.Bytes.CopyTo(destination[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[48..], Crc32C.Of(destination[..48]));
    }

    /// <summary>Reads a header.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, out SegmentHeader header)
    {
        header = default;
        if (bytes.Length < Size) return "its header is incomplete";
        if (!bytes.StartsWith(Magic)) return "it does not begin as a segment";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[48..]) != Crc32C.Of(bytes[..48])) return "the checksum of its header is another";
        if (bytes[7] != Version) return $"its format is version {bytes[7]}, and this program reads version {Version}";
        header = new SegmentHeader(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), EntryHash.Of(bytes.Slice(16, EntryHash.Size)));
        return null;
    }
}
