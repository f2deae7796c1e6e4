using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>A disk in memory that knows what is durable: <see cref="AfterPowerFailure"/> is what a machine would find after its power went.</summary>
internal sealed class MemoryDisk : ILogDisk
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Content> _files = new(StringComparer.Ordinal);
    private Dictionary<string, Content> _durableNames = new(StringComparer.Ordinal);

    /// <summary>Bytes that may still be appended; then the disk is full.</summary>
    public long RoomBytes { get; set; } = long.MaxValue;

    /// <summary>Whether flushes fail.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Flushes of files so far.</summary>
    public int Flushes { get; private set; }

    /// <summary>Runs before each flush of a file, on the thread that flushes.</summary>
    public Action? Flushing { get; set; }

    public string Name => "memory";

    public void Lock()
    {
    }

    public IReadOnlyList<string> List()
    {
        lock (_gate) return [.. _files.Keys];
    }

    public ILogDiskFile Create(string name)
    {
        lock (_gate) return new MemoryFile(this, _files[name] = new Content());
    }

    public ILogDiskFile Open(string name, bool forWriting)
    {
        lock (_gate) return new MemoryFile(this, _files.TryGetValue(name, out var content) ? content : throw new FileNotFoundException($"There is no {name}."));
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            _files[to] = _files[from];
            _files.Remove(from);
        }
    }

    public void Delete(string name)
    {
        lock (_gate) _files.Remove(name);
    }

    public void Flush()
    {
        lock (_gate) _durableNames = new Dictionary<string, Content>(_files, StringComparer.Ordinal);
    }

    public void Dispose()
    {
    }

    /// <summary>A file's bytes, as they are now.</summary>
    public byte[] this[string name]
    {
        get
        {
            lock (_gate) return [.. _files[name].Bytes];
        }

        set
        {
            lock (_gate) _files[name] = _durableNames[name] = new Content { Bytes = [.. value], Durable = value };
        }
    }

    /// <summary>Another disk with what this one holds.</summary>
    public MemoryDisk Clone() => Of(_files, content => [.. content.Bytes]);

    /// <summary>Another disk with what of this one is durable.</summary>
    public MemoryDisk AfterPowerFailure() => Of(_durableNames, content => content.Durable);

    private MemoryDisk Of(IReadOnlyDictionary<string, Content> files, Func<Content, byte[]> bytesOf)
    {
        lock (_gate)
        {
            var other = new MemoryDisk();
            foreach (var (name, content) in files) other[name] = bytesOf(content);
            return other;
        }
    }

    private sealed class Content
    {
        public List<byte> Bytes { get; init; } = [];

        public byte[] Durable { get; set; } = [];
    }

    private sealed class MemoryFile(MemoryDisk disk, Content content) : ILogDiskFile
    {
        private int? _end;

        public long Length
        {
            get
            {
                lock (disk._gate) return content.Bytes.Count;
            }
        }

        public int Read(Span<byte> destination, long offset)
        {
            lock (disk._gate)
            {
                var rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(content.Bytes)[(int)Math.Min(offset, content.Bytes.Count)..];
                var count = Math.Min(rest.Length, destination.Length);
                rest[..count].CopyTo(destination);
                return count;
            }
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                var end = _end ?? content.Bytes.Count;
                _end = null;
                var reserved = Math.Min(content.Bytes.Count - end, bytes.Length);
                bytes[..reserved].CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(content.Bytes)[end..]);
                Add(bytes[reserved..]);
                _end = end + bytes.Length;
            }
        }

        public void Reserve(long bytes)
        {
            lock (disk._gate)
            {
                var end = _end ??= content.Bytes.Count;
                Add(new byte[(int)Math.Max(0, bytes - (content.Bytes.Count - end))]);
            }
        }

        public void Flush()
        {
            disk.Flushing?.Invoke();
            lock (disk._gate)
            {
                if (disk.IsFailing) throw new IOException("Input/output error", 5);
                content.Durable = [.. content.Bytes];
                disk.Flushes++;
            }
        }

        public void Truncate(long length)
        {
            lock (disk._gate)
            {
                content.Bytes.RemoveRange((int)length, content.Bytes.Count - (int)length);
                _end = null;
            }
        }

        public void Dispose()
        {
        }

        private void Add(ReadOnlySpan<byte> bytes)
        {
            var room = (int)Math.Min(bytes.Length, disk.RoomBytes);
            content.Bytes.AddRange(bytes[..room]);
            if (disk.RoomBytes < long.MaxValue) disk.RoomBytes -= room;
            if (room < bytes.Length) throw new IOException("No space left on device", 28);
        }
    }
}
