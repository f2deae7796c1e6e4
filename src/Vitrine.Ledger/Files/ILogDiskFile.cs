namespace Vitrine.Ledger.Files;

/// <summary>An open file of an <see cref="ILogDisk"/>. It grows at its end only.</summary>
public interface ILogDiskFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="destination">Filled from the front.</param>
    /// <param name="offset">The first byte's place in the file.</param>
    /// <returns>How many bytes were read: fewer than asked for only at the end of the file.</returns>
    int Read(Span<byte> destination, long offset);

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="IOException">No room, or the disk failed: a prefix may have been added.</exception>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Makes everything that was appended and cut durable (fsync).</summary>
    void Flush();

    /// <summary>Cuts everything from a byte on.</summary>
    void Truncate(long length);
}
