using Vitrine.Ledger.Files;

namespace Vitrine.Chaos.Worlds.Disks;

/// <summary>A platter as one process has it. Dead with the process: then every call fails, whatever its threads still try.</summary>
internal sealed class SimulatedDisk(Platter platter) : ILogDisk
{
    private volatile bool _isDead;

    /// <summary>Whether its process is gone.</summary>
    public bool IsDead => _isDead;

    public string Name => "simulated";

    public void Lock() => platter.Lock(this);

    public IReadOnlyList<string> List() => platter.Look(this, names => names.Keys.ToArray());

    public ILogDiskFile Create(string name)
    {
        var file = new PlatterFile();
        platter.Change(this, DiskOperation.Create, names => names[name] = file);
        return new SimulatedFile(this, file);
    }

    public ILogDiskFile Open(string name, bool forWriting) => new SimulatedFile(this, platter.Look(this, names => names.GetValueOrDefault(name)) ?? throw new FileNotFoundException($"There is no file {name}."));

    public void Rename(string from, string to) => platter.Change(this, DiskOperation.Rename, names =>
    {
        names[to] = names[from];
        names.Remove(from);
    });

    public void Delete(string name) => platter.Change(this, DiskOperation.Delete, names => names.Remove(name));

    public void Flush() => platter.FlushFolder(this);

    public void Dispose() => platter.Leave(this);

    internal void Die() => _isDead = true;

    internal void ThrowIfDead()
    {
        if (_isDead) throw new IOException("The process is dead.");
    }

    private sealed class SimulatedFile(SimulatedDisk disk, PlatterFile file) : ILogDiskFile
    {
        private int? _end;

        private Platter Platter => disk.Platter;

        public long Length => Platter.Look(disk, _ => file.Bytes.Length);

        public int Read(Span<byte> destination, long offset) => Platter.Read(disk, file, destination, offset);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var end = _end ?? (int)Length;
            _end = null;
            Platter.Write(disk, DiskOperation.Append, file, end, bytes.ToArray());
            _end = end + bytes.Length;
        }

        public void Reserve(long bytes) => Platter.Write(disk, DiskOperation.Reserve, file, _end ??= (int)Length, new byte[bytes]);

        public void Flush() => Platter.Flush(disk, file);

        public void Truncate(long length)
        {
            _end = null;
            Platter.Truncate(disk, file, length);
        }

        public void Dispose()
        {
            // Nothing is kept open.
        }
    }

    private Platter Platter => platter;
}
