using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>A disk that takes everything and keeps nothing: what is measured over it is the log's own.</summary>
internal sealed class DiscardingDisk : ILogDisk
{
    public string Name => "nowhere";

    public void Lock()
    {
    }

    public IReadOnlyList<string> List() => [];

    public ILogDiskFile Create(string name) => new DiscardingFile();

    public ILogDiskFile Open(string name, bool forWriting) => throw new FileNotFoundException(name);

    public void Rename(string from, string to)
    {
    }

    public void Delete(string name)
    {
    }

    public void Flush()
    {
    }

    public void Dispose()
    {
    }

    private sealed class DiscardingFile : ILogDiskFile
    {
        public long Length { get; private set; }

        public int Read(Span<byte> destination, long offset) => 0;

        public void Append(ReadOnlySpan<byte> bytes) => Length += bytes.Length;

        public void Reserve(long bytes)
        {
        }

        public void Flush()
        {
        }

        public void Truncate(long length) => Length = length;

        public void Dispose()
        {
        }
    }
}
