using Vitrine.Ledger.Files;

namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>A folder that has no room while a campaign says so: then a write takes half of its bytes and fails.</summary>
internal sealed class TroubledDisk(ILogDisk disk, NodeTroubles troubles) : ILogDisk
{
    public string Name => disk.Name;

    public void Lock() => disk.Lock();

    public IReadOnlyList<string> List() => disk.List();

    public ILogDiskFile Create(string name) => new TroubledFile(disk.Create(name), troubles);

    public ILogDiskFile Open(string name, bool forWriting) => new TroubledFile(disk.Open(name, forWriting), troubles);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    public void Flush() => disk.Flush();

    public void Dispose() => disk.Dispose();

    private sealed class TroubledFile(ILogDiskFile file, NodeTroubles troubles) : ILogDiskFile
    {
        // errno of "no space left on device".
        private const int NoSpace = 28;

        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var isFull = troubles.IsDiskFull;
            file.Append(isFull ? bytes[..(bytes.Length / 2)] : bytes);
            if (isFull) throw new IOException("No space left on device", NoSpace);
        }

        public void Reserve(long bytes) => file.Reserve(bytes);

        public void Flush() => file.Flush();

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
