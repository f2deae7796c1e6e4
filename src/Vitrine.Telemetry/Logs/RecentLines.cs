namespace Vitrine.Telemetry.Logs;

/// <summary>
/// The newest log lines of a role, kept in memory beside its <see cref="LogSink"/> for <c>/debug/logs</c>, whatever the sink writes to.
/// </summary>
/// <remarks>
/// One byte ring holds the text and one index ring the lines, both allocated once: adding a line is a copy under a short lock. Only while
/// somebody follows does a line cost an allocation, shared by all followers. Thread-safe.
/// </remarks>
public sealed class RecentLines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly byte[] _bytes;
    private readonly (int Start, int Length)[] _lines;
    private readonly List<LogFollower> _followers = [];
    private int _oldest;
    private int _count;
    private int _usedBytes;
    private bool _disposed;

    /// <param name="maxLines">Most lines kept; the default is 1,000.</param>
    /// <param name="maxBytes">Most bytes kept, newlines not counted; the default is 1 MiB.</param>
    public RecentLines(int maxLines = 1000, int maxBytes = 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLines, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _lines = new (int, int)[maxLines];
        _bytes = GC.AllocateUninitializedArray<byte>(maxBytes);
    }

    /// <summary>Lines kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Adds a line (without a newline) in place of the oldest ones. A line larger than the whole ring only reaches the followers.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (line.Length <= _bytes.Length)
                Keep(line);
            if (_followers.Count == 0)
                return;
            var copy = line.ToArray();
            foreach (var follower in _followers)
                follower.Offer(copy);
        }
    }

    /// <summary>Copies the newest <paramref name="last"/> lines, or as many as there are, oldest first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Snapshot(int last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        lock (_lock)
            return CopyNewest(last);
    }

    /// <summary>Starts to follow: the newest <paramref name="last"/> lines, then every line from now on, with no gap in between.</summary>
    /// <param name="last">Lines to replay.</param>
    /// <param name="capacity">Lines that may wait for a slow follower before it loses some; at least 1, the default is 1,000.</param>
    /// <returns>The subscription; dispose it to end it.</returns>
    public LogFollower Follow(int last = 0, int capacity = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        lock (_lock)
        {
            var replay = CopyNewest(last);
            var follower = new LogFollower(this, Math.Max(capacity, replay.Length));
            foreach (var line in replay)
                follower.Offer(line);
            if (_disposed)
                follower.Complete();
            else
                _followers.Add(follower);
            return follower;
        }
    }

    /// <summary>Ends every follower's stream, so that <c>follow=1</c> responses do not hold up a shutdown. Lines can still be added and read.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var follower in _followers)
                follower.Complete();
            _followers.Clear();
        }
    }

    internal void Remove(LogFollower follower)
    {
        lock (_lock)
            _followers.Remove(follower);
        follower.Complete();
    }

    private void Keep(ReadOnlySpan<byte> line)
    {
        while (_count == _lines.Length || _usedBytes + line.Length > _bytes.Length)
        {
            _usedBytes -= _lines[_oldest].Length;
            _oldest = (_oldest + 1) % _lines.Length;
            _count--;
        }

        // Kept lines lie one behind the other, so the free part begins where the newest ends.
        var start = _count == 0 ? 0 : End(_lines[Index(_count - 1)]);
        var beforeWrap = Math.Min(line.Length, _bytes.Length - start);
        line[..beforeWrap].CopyTo(_bytes.AsSpan(start));
        line[beforeWrap..].CopyTo(_bytes);
        _lines[Index(_count)] = (start, line.Length);
        _count++;
        _usedBytes += line.Length;
    }

    private ReadOnlyMemory<byte>[] CopyNewest(int last)
    {
        var result = new ReadOnlyMemory<byte>[Math.Min(last, _count)];
        for (var i = 0; i < result.Length; i++)
        {
            var (start, length) = _lines[Index(_count - result.Length + i)];
            var copy = new byte[length];
            var beforeWrap = Math.Min(length, _bytes.Length - start);
            _bytes.AsSpan(start, beforeWrap).CopyTo(copy);
            _bytes.AsSpan(0, length - beforeWrap).CopyTo(copy.AsSpan(beforeWrap));
            result[i] = copy;
        }

        return result;
    }

    private int Index(int age) => (_oldest + age) % _lines.Length;

    private int End((int Start, int Length) line) => (line.Start + line.Length) % _bytes.Length;
}
