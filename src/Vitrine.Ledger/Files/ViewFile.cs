using System.Buffers.Binary;
using Vitrine.Ledger.Engines;

namespace Vitrine.Ledger.Files;

/// <summary>The number of the last view, durable: magic, version u8, view i64, CRC-32C of these.</summary>
/// <remarks>Keep in sync with docs/format/ledger.md.</remarks>
internal static class ViewFile
{
    private const byte Version = 1;
    private const int Size = 8 + 8 + 4;

    private static ReadOnlySpan<byte> Magic => "VLEDGVW"u8;

    /// <summary>The last view; 0 when there was none.</summary>
    /// <exception cref="LogDamageException">The file is damaged.</exception>
    public static long Read(ILogDisk disk)
    {
        if (disk.ReadWhole(DiskNames.View) is not { } bytes) return 0;
        if (bytes.Length != Size || !bytes.AsSpan().StartsWith(Magic) || bytes[7] != Version || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(16)) != Crc32C.Of(bytes.AsSpan(0, 16)))
            throw new LogDamageException(DiskNames.View, 0, 0, LogCheck.Frame, "it does not hold the number of a view");
        return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8));
    }

    /// <summary>Keeps a view's number.</summary>
    public static void Write(ILogDisk disk, long view)
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        bytes[7] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), view);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), Crc32C.Of(bytes.AsSpan(0, 16)));
        disk.WriteWhole(DiskNames.View, bytes);
    }
}
