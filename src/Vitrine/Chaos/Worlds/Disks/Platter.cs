namespace Vitrine.Chaos.Worlds.Disks;

/// <summary>
/// What stays of a disk when processes go: files, names, and for both what is durable. Everything that goes wrong with a disk goes wrong here, before a
/// chosen operation of the process that has it.
/// </summary>
/// <remarks>
/// Names that no fsync of the folder covered survive up to a random one, in the order in which they were given. Thread-safe; while an operation is held,
/// reads go on.
/// </remarks>
internal sealed class Platter(int seed)
{
    private readonly object _gate = new();
    private readonly Random _random = new(seed);
    private SortedDictionary<string, PlatterFile> _names = new(StringComparer.Ordinal);
    // The names as the last fsync of the folder left them, then after each change since.
    private List<SortedDictionary<string, PlatterFile>> _versions = [new(StringComparer.Ordinal)];
    private SimulatedDisk? _owner;
    private (int Moment, Func<DiskOperation, bool> Counts, Action Strike)? _armed;
    private DiskOperation? _struckAt;
    private TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isHolding;
    private bool _isFull;
    private bool _isDying;
    private bool _isTearing;
    private int _failingFlushes;

    /// <summary>Whether the armed strike came.</summary>
    public bool IsStruck
    {
        get
        {
            lock (_gate) return _struckAt is not null;
        }
    }

    /// <summary>Ends when an operation waits for <see cref="Release"/>.</summary>
    public Task Held
    {
        get
        {
            lock (_gate) return _held.Task;
        }
    }

    /// <summary>The names of its files.</summary>
    public IReadOnlyList<string> List()
    {
        lock (_gate) return [.. _names.Keys];
    }

    /// <summary>Lets something happen before an operation.</summary>
    /// <param name="moment">Which one, of those that count, from 0.</param>
    /// <param name="counts">Which operations count.</param>
    /// <param name="strike">What happens; it may call everything here.</param>
    public void Arm(int moment, Func<DiskOperation, bool> counts, Action strike)
    {
        lock (_gate) (_armed, _struckAt) = ((moment, counts, strike), null);
    }

    /// <summary>What was armed and has not come does not come any more.</summary>
    /// <returns>The operation that the strike came before, or null.</returns>
    public DiskOperation? Disarm()
    {
        lock (_gate)
        {
            var struckAt = _struckAt;
            (_armed, _struckAt) = (null, null);
            return struckAt;
        }
    }

    /// <summary>Lets every operation wait.</summary>
    public void Hold()
    {
        lock (_gate) _isHolding = true;
    }

    /// <summary>Lets operations go on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHolding = false;
            // Whoever asks from here on asks for the next one.
            _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>From now on there is no room.</summary>
    public void Fill() => _isFull = true;

    /// <summary>The next fsyncs of files fail.</summary>
    public void FailFlushes(int count) => _failingFlushes = count;

    /// <summary>The process dies within the operation that begins, or with the next.</summary>
    public void Die(bool isTorn) => (_isDying, _isTearing) = (true, isTorn);

    /// <summary>Bytes of a file without the zeros that it ends with: in reserved room there is nothing to damage.</summary>
    public int WrittenBytesOf(string name)
    {
        lock (_gate) return _names[name].Bytes.TrimEnd((byte)0).Length;
    }

    /// <summary>Turns a bit of a file; the same again turns it back.</summary>
    public void Flip(string name, int offset, int bit)
    {
        lock (_gate) _names[name].Flip(offset, bit);
    }

    /// <summary>Nothing more goes wrong.</summary>
    public void Heal()
    {
        lock (_gate) (_armed, _struckAt, _isFull, _failingFlushes, _isDying) = (null, null, false, 0, false);
        Release();
    }

    /// <summary>The process that has the disk dies, and the machine with it.</summary>
    public void Crash(bool isTorn)
    {
        lock (_gate)
        {
            _isDying = false;
            _owner?.Die();
            _owner = null;
            _names = new SortedDictionary<string, PlatterFile>(_versions[_random.Next(_versions.Count)], StringComparer.Ordinal);
            _versions = [new SortedDictionary<string, PlatterFile>(_names, StringComparer.Ordinal)];
            foreach (var file in _names.Values) file.Crash(_random, isTorn);
        }
    }

    internal void Lock(SimulatedDisk disk)
    {
        lock (_gate)
        {
            if (_owner is not null && _owner != disk) throw new IOException("Another process has the folder.");
            _owner = disk;
        }
    }

    internal void Leave(SimulatedDisk disk)
    {
        lock (_gate)
        {
            if (_owner == disk) _owner = null;
        }
    }

    internal TResult Look<TResult>(SimulatedDisk disk, Func<SortedDictionary<string, PlatterFile>, TResult> look)
    {
        lock (_gate)
        {
            disk.ThrowIfDead();
            return look(_names);
        }
    }

    internal int Read(SimulatedDisk disk, PlatterFile file, Span<byte> destination, long offset)
    {
        lock (_gate)
        {
            disk.ThrowIfDead();
            var rest = file.Bytes[(int)Math.Min(offset, file.Bytes.Length)..];
            rest = rest[..Math.Min(rest.Length, destination.Length)];
            rest.CopyTo(destination);
            return rest.Length;
        }
    }

    internal void Change(SimulatedDisk disk, DiskOperation operation, Action<SortedDictionary<string, PlatterFile>> change) => Do(disk, operation, () =>
    {
        change(_names);
        _versions.Add(new SortedDictionary<string, PlatterFile>(_names, StringComparer.Ordinal));
    });

    internal void FlushFolder(SimulatedDisk disk) => Do(disk, DiskOperation.FlushFolder, () => _versions = [_versions[^1]]);

    internal void Write(SimulatedDisk disk, DiskOperation operation, PlatterFile file, int offset, byte[] bytes) => Do(disk, operation, () =>
    {
        if (!_isFull)
        {
            file.Write(offset, bytes);
            return;
        }

        file.Write(offset, bytes.AsSpan(0, _random.Next(bytes.Length)));
        // errno of "no space left on device".
        throw new IOException("No space left on device", 28);
    });

    internal void Flush(SimulatedDisk disk, PlatterFile file) => Do(disk, DiskOperation.FlushFile, () =>
    {
        // Whoever dies in an fsync does not learn whether it was done.
        if (_isDying && _random.Next(2) == 0) return;
        if (_failingFlushes == 0)
        {
            file.Flush();
            return;
        }

        _failingFlushes--;
        file.FailFlush();
        throw new IOException("Input/output error", 5);
    });

    internal void Truncate(SimulatedDisk disk, PlatterFile file, long length) => Do(disk, DiskOperation.Truncate, () => file.Truncate((int)length));

    private void Do(SimulatedDisk disk, DiskOperation operation, Action apply)
    {
        lock (_gate)
        {
            Wait(disk);
            if (_armed is { } armed && armed.Counts(operation))
            {
                _armed = armed with { Moment = armed.Moment - 1 };
                if (armed.Moment == 0)
                {
                    (_armed, _struckAt) = (null, operation);
                    armed.Strike();
                    Wait(disk);
                }
            }

            apply();
            if (!_isDying) return;
            Crash(_isTearing);
            disk.ThrowIfDead();
        }
    }

    private void Wait(SimulatedDisk disk)
    {
        while (_isHolding && !disk.IsDead)
        {
            _held.TrySetResult();
            Monitor.Wait(_gate);
        }

        disk.ThrowIfDead();
    }
}
