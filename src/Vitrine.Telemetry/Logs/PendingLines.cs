namespace Vitrine.Telemetry.Logs;

/// <summary>
/// The double buffer between the threads that log and the one that writes. Callers append to the front under a short lock; the writer swaps
/// it with the back and reads that without a lock until all of it is settled. Both together are bounded.
/// </summary>
internal sealed class PendingLines(int maxBytes)
{
    private const int InitialBytes = 64 * 1024;

    // A buffer that a burst made larger than this is let go after a long quiet time.
    private const int KeptBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private byte[] _front = new byte[Math.Min(InitialBytes, maxBytes)];
    private byte[] _back = new byte[Math.Min(InitialBytes, maxBytes)];
    private int _frontLength;
    private int _backStart;
    private int _backLength;
    private int _wakeAtBytes = int.MaxValue;
    private bool _closed;
    private bool _abandoned;
    private long _acceptedBytes;
    private long _settledBytes;
    private long _settledLines;
    private long _droppedLines;

    /// <summary>Bytes ever accepted; what <see cref="SettledBytes"/> must reach for all of them to be written.</summary>
    public long AcceptedBytes => Volatile.Read(ref _acceptedBytes);

    public long SettledBytes => Volatile.Read(ref _settledBytes);

    public long SettledLines => Volatile.Read(ref _settledLines);

    public long DroppedLines => Volatile.Read(ref _droppedLines);

    /// <summary>Whether <see cref="Trim"/> would free memory. For the writer only.</summary>
    public bool IsLarge
    {
        get
        {
            lock (_lock)
                return Math.Max(_front.Length, _back.Length) > KeptBytes;
        }
    }

    /// <summary>
    /// Appends the line and a newline, or counts it as dropped when there is no room. With <paramref name="wake"/> the writer waits for
    /// this line, and the caller signals it, outside the lock.
    /// </summary>
    public bool TryAppend(ReadOnlySpan<byte> line, out bool wake)
    {
        lock (_lock)
        {
            wake = false;
            var room = maxBytes - _frontLength - (_backLength - _backStart);
            if (_closed || line.Length >= room)
            {
                _droppedLines++;
                return false;
            }

            var length = _frontLength + line.Length + 1;
            if (length > _front.Length)
                Array.Resize(ref _front, Math.Min(maxBytes, Math.Max(length, _front.Length * 2)));
            line.CopyTo(_front.AsSpan(_frontLength));
            _front[length - 1] = (byte)'\n';
            _frontLength = length;
            _acceptedBytes += line.Length + 1;
            if (length >= _wakeAtBytes)
            {
                // One signal is enough: the writer arms again when it next waits.
                _wakeAtBytes = int.MaxValue;
                wake = true;
            }

            return true;
        }
    }

    /// <summary>Asks for a wake-up once the front holds <paramref name="bytes"/>. False when it does already, so there is nothing to wait for.</summary>
    public bool Arm(int bytes)
    {
        lock (_lock)
        {
            var reached = _frontLength >= bytes;
            _wakeAtBytes = reached ? int.MaxValue : bytes;
            return !reached;
        }
    }

    /// <summary>Swaps the buffers. The result is whole lines, possibly none, owned by the writer until they are settled.</summary>
    public ReadOnlySpan<byte> Take()
    {
        lock (_lock)
        {
            (_front, _back) = (_back, _front);
            (_backStart, _backLength, _frontLength) = (0, _frontLength, 0);
            _wakeAtBytes = int.MaxValue;
            return _back.AsSpan(0, _backLength);
        }
    }

    /// <summary>Gives large buffers back to the collector, unless lines wait in them. For the writer, when it has settled all it took.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            if (_frontLength == 0 && _front.Length > KeptBytes)
                _front = new byte[InitialBytes];
            if (_backStart == _backLength && _back.Length > KeptBytes)
                (_back, _backStart, _backLength) = (new byte[InitialBytes], 0, 0);
        }
    }

    /// <summary>Counts the next <paramref name="bytes"/> of the taken lines as written and gives their room back.</summary>
    public void Settle(int bytes)
    {
        var lines = _back.AsSpan(_backStart, bytes).Count((byte)'\n');
        lock (_lock)
        {
            // After an abandon these lines are in the drop count; counting them twice would break the sum.
            if (_abandoned)
                return;
            _backStart += bytes;
            _settledBytes += bytes;
            _settledLines += lines;
        }
    }

    /// <summary>Accepts nothing more.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    /// <summary>Counts everything not yet settled as dropped.</summary>
    /// <returns>Lines lost; 0 when called again.</returns>
    public int Abandon()
    {
        lock (_lock)
        {
            if (_abandoned)
                return 0;
            _closed = _abandoned = true;
            var lost = _front.AsSpan(0, _frontLength).Count((byte)'\n')
                + _back.AsSpan(_backStart, _backLength - _backStart).Count((byte)'\n');
            _droppedLines += lost;
            return lost;
        }
    }
}
