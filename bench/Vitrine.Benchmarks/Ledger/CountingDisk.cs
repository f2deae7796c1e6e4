using System.Diagnostics;
using Vitrine.Ledger.Files;

namespace Vitrine.Benchmarks.Ledger;

/// <summary>Counts what goes through to a disk's segments: the sizes of the groups, the flushes, and the time of both.</summary>
internal sealed class CountingDisk(ILogDisk disk) : ILogDisk
{
    public string Name => disk.Name;

    /// <summary>Bytes of each append to a segment.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>Flushes of segments.</summary>
    public int Flushes { get; private set; }

    /// <summary>Time inside appends and flushes of segments.</summary>
    public TimeSpan Busy { get; private set; }

    public void Lock() => disk.Lock();

    public IReadOnlyList<string> List() => disk.List();

    public ILogDiskFile Create(string name) => new CountingFile(this, disk.Create(name), name);

    public ILogDiskFile Open(string name, bool forWriting) => forWriting ? new CountingFile(this, disk.Open(name, forWriting), name) : disk.Open(name, forWriting);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    public void Flush() => disk.Flush();

    public void Dispose() => disk.Dispose();

    private sealed class CountingFile(CountingDisk disk, ILogDiskFile file, string name) : ILogDiskFile
    {
        private readonly bool _isSegment = name.Contains(".segment", StringComparison.Ordinal);

        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var from = Stopwatch.GetTimestamp();
            file.Append(bytes);
            Count(from);
            if (_isSegment) disk.Groups.Add(bytes.Length);
        }

        public void Reserve(long bytes)
        {
            var from = Stopwatch.GetTimestamp();
            file.Reserve(bytes);
            Count(from);
        }

        public void Flush()
        {
            var from = Stopwatch.GetTimestamp();
            file.Flush();
            Count(from);
            if (_isSegment) disk.Flushes++;
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();

        private void Count(long from)
        {
            if (_isSegment) disk.Busy += Stopwatch.GetElapsedTime(from);
        }
    }
}
