namespace Vitrine.Ledger.Files;

/// <summary>An open file of an <see cref="ILogDisk"/>. What was appended stays as it is until it is cut.</summary>
public interface ILogDiskFile : IDisposable
{
    /// <summary>Its length in bytes, reserved room included.</summary>
    long Length { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="destination">Filled from the front.</param>
    /// <param name="offset">The first byte's place in the file.</param>
    /// <returns>How many bytes were read: fewer than asked for only at the end of the file.</returns>
    int Read(Span<byte> destination, long offset);

    /// <summary>Adds bytes behind those that were appended before, over reserved room if there is any. The first ones of an opened file come behind all that it holds.</summary>
    /// <exception cref="IOException">No room, or the disk failed: a prefix may have been added.</exception>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Makes room for what is going to be appended: zeros behind it, for which the file system then has nothing more to record.</summary>
    /// <param name="bytes">How many.</param>
    /// <exception cref="IOException">No room, or the disk failed: some may have been added.</exception>
    void Reserve(long bytes);

    /// <summary>Makes everything that was appended, reserved and cut durable (fsync, or fdatasync where that is enough).</summary>
    void Flush();

    /// <summary>Cuts everything from a byte on, reserved room included. A file that is shorter gets zeros, as ftruncate has it.</summary>
    void Truncate(long length);
}
