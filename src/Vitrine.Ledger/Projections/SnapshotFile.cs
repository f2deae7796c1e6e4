using System.Buffers.Binary;
using System.Text;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Projections;

/// <summary>
/// A table as a file: what it holds, and the last entry that it took in. Written whole beside the old one, made durable and put in its place, so there is always one
/// whole file or none. The format is in docs/format/ledger-projections.md.
/// </summary>
/// <remarks>Keep in sync with docs/format/ledger-projections.md.</remarks>
internal static class SnapshotFile
{
    /// <summary>"VTPJ", as it stands in the file.</summary>
    public static ReadOnlySpan<byte> Magic => "VTPJ"u8;

    /// <summary>The version of the frame around the tables; each table has one of its own.</summary>
    public const byte Version = 1;

    private const int HeadBytes = 4 + 1 + 1 + 8 + 8 + EntryHash.Size;
    private const int TailBytes = 4;

    /// <summary>Puts a snapshot in the place of the one before it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tableVersion">The version of the table's own rows.</param>
    /// <param name="applied">The last entry that the table took in.</param>
    /// <param name="write">Writes the rows.</param>
    public static void Write(string path, byte tableVersion, LogHead applied, Action<BinaryWriter> write)
    {
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
        {
            var sum = new ChecksumStream(file);
            using (var writer = new BinaryWriter(sum, Encoding.UTF8, leaveOpen: true))
            {
                WriteHead(writer, tableVersion, applied);
                write(writer);
            }

            Span<byte> tail = stackalloc byte[TailBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(tail, sum.Value);
            file.Write(tail);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Reads a snapshot; <see cref="LogHead.Empty"/> when there is none, or none of this version and this log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tableVersion">The version of rows that the reader knows.</param>
    /// <param name="isOfLog">Whether the last entry that the table took in is in the log.</param>
    /// <param name="read">Reads the rows.</param>
    /// <exception cref="InvalidDataException">The file is no whole snapshot; the reader may have read some of its rows.</exception>
    public static LogHead Read(string path, byte tableVersion, Predicate<LogHead> isOfLog, Action<BinaryReader> read)
    {
        if (!File.Exists(path)) return LogHead.Empty;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        Verify(file, path);
        file.Position = 0;
        using var reader = new BinaryReader(file, Encoding.UTF8);
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic)) throw new InvalidDataException($"{path} is no snapshot of a projection.");
        if (reader.ReadByte() != Version || reader.ReadByte() != tableVersion) return LogHead.Empty;
        var (position, timestampMs) = (reader.ReadInt64(), reader.ReadInt64());
        var applied = new LogHead(position, EntryHash.Of(reader.ReadBytes(EntryHash.Size)), timestampMs);
        if (!isOfLog(applied)) return LogHead.Empty;
        read(reader);
        if (file.Position != file.Length - TailBytes) throw new InvalidDataException($"{path} holds {file.Length - TailBytes - file.Position} bytes behind its rows.");
        return applied;
    }

    private static void WriteHead(BinaryWriter writer, byte tableVersion, LogHead applied)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(tableVersion);
        writer.Write(applied.Position);
        writer.Write(applied.TimestampMs);
        writer.Write(applied.Hash.Bytes);
    }

    private static void Verify(FileStream file, string path)
    {
        if (file.Length < HeadBytes + TailBytes) throw new InvalidDataException($"{path} ends after {file.Length} bytes.");
        var left = file.Length - TailBytes;
        var buffer = new byte[64 * 1024];
        var crc = uint.MaxValue;
        while (left > 0)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            file.ReadExactly(piece);
            crc = Crc32C.Extend(crc, piece);
            left -= piece.Length;
        }

        file.ReadExactly(buffer.AsSpan(0, TailBytes));
        if (BinaryPrimitives.ReadUInt32LittleEndian(buffer) != ~crc) throw new InvalidDataException($"{path} does not match its checksum.");
    }

    /// <summary>Sums up what passes through it.</summary>
    private sealed class ChecksumStream(Stream inner) : Stream
    {
        private uint _crc = uint.MaxValue;

        public uint Value => ~_crc;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _crc = Crc32C.Extend(_crc, buffer);
            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
