using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Projections;

/// <summary>Projection <c>catalogue</c>: the tenants, their streams, and where in the log a stream's entries are, to the block.</summary>
internal sealed class CatalogueTable(ILoggerFactory loggers) : SnapshotTable(loggers.CreateLogger("Vitrine.Ledger.Projections"))
{
    /// <summary>Positions of one block. A reader of a stream passes over blocks that hold none of its entries.</summary>
    public const int BlockEntries = 1024;

    private readonly SortedDictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private int _sealed;

    public override string Name => "catalogue";

    /// <summary>Tenants that are registered and not sealed.</summary>
    public int ActiveTenants
    {
        get
        {
            lock (Gate) return _tenants.Count - _sealed;
        }
    }

    protected override byte Version => 1;

    /// <summary>The tenants in the order of their names.</summary>
    public IReadOnlyList<TenantRow> Tenants()
    {
        lock (Gate) return [.. _tenants.Select(tenant => tenant.Value.ToRow(tenant.Key))];
    }

    /// <summary>A tenant, or null.</summary>
    public TenantRow? Find(string tenant)
    {
        lock (Gate) return _tenants.TryGetValue(tenant, out var found) ? found.ToRow(tenant) : null;
    }

    /// <summary>Whether a tenant has a stream.</summary>
    public bool Has(string tenant, string stream)
    {
        lock (Gate) return _tenants.TryGetValue(tenant, out var found) && found.Streams.ContainsKey(stream);
    }

    /// <summary>The first block from <paramref name="block"/> on that holds entries of a stream, or null; and how far that is known.</summary>
    public (int? Block, long Known) BlockFrom(string tenant, string stream, int block)
    {
        lock (Gate)
        {
            if (!_tenants.TryGetValue(tenant, out var found) || !found.Streams.TryGetValue(stream, out var rows)) return (null, Applied);
            var at = rows.Blocks.BinarySearch(block);
            if (at < 0) at = ~at;
            return (at < rows.Blocks.Count ? rows.Blocks[at] : null, Applied);
        }
    }

    /// <summary>The block of a position.</summary>
    public static int BlockOf(long position) => (int)((position - 1) / BlockEntries);

    protected override void Take(LogEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.TenantCreated:
                _tenants.TryAdd(entry.Tenant, new Tenant(entry.Position, entry.TimestampMs));
                break;
            case EntryKind.StreamCreated when _tenants.TryGetValue(entry.Tenant, out var tenant):
                tenant.Streams.TryAdd(entry.Stream, new Stream(entry.Position));
                break;
            case EntryKind.TenantSealed when _tenants.TryGetValue(entry.Tenant, out var tenant) && tenant.SealedAt == 0:
                tenant.SealedAt = entry.Position;
                _sealed++;
                break;
            case EntryKind.Data when _tenants.TryGetValue(entry.Tenant, out var tenant) && tenant.Streams.TryGetValue(entry.Stream, out var stream):
                stream.Take(entry);
                break;
        }
    }

    protected override void Clear()
    {
        _tenants.Clear();
        _sealed = 0;
    }

    protected override void WriteRows(BinaryWriter writer)
    {
        writer.Write(_tenants.Count);
        foreach (var (name, tenant) in _tenants)
        {
            writer.Write(name);
            writer.Write(tenant.CreatedAt);
            writer.Write(tenant.CreatedMs);
            writer.Write(tenant.SealedAt);
            writer.Write(tenant.Streams.Count);
            foreach (var (streamName, stream) in tenant.Streams)
            {
                writer.Write(streamName);
                stream.Write(writer);
            }
        }
    }

    protected override void ReadRows(BinaryReader reader)
    {
        for (var tenants = reader.ReadInt32(); tenants > 0; tenants--)
        {
            var name = reader.ReadString();
            var tenant = new Tenant(reader.ReadInt64(), reader.ReadInt64()) { SealedAt = reader.ReadInt64() };
            for (var streams = reader.ReadInt32(); streams > 0; streams--) tenant.Streams.Add(reader.ReadString(), Stream.Read(reader));
            _tenants.Add(name, tenant);
            if (tenant.SealedAt > 0) _sealed++;
        }
    }

    private sealed class Tenant(long createdAt, long createdMs)
    {
        public long CreatedAt => createdAt;

        public long CreatedMs => createdMs;

        public long SealedAt { get; set; }

        public SortedDictionary<string, Stream> Streams { get; } = new(StringComparer.Ordinal);

        public TenantRow ToRow(string name) => new(name, createdAt, createdMs, SealedAt == 0 ? null : SealedAt, [.. Streams.Select(stream => stream.Value.ToRow(stream.Key))]);
    }

    private sealed class Stream(long createdAt)
    {
        private long _entries;
        private long _dataBytes;
        private long _last;

        public List<int> Blocks { get; } = [];

        public static Stream Read(BinaryReader reader)
        {
            var stream = new Stream(reader.ReadInt64()) { _entries = reader.ReadInt64(), _dataBytes = reader.ReadInt64(), _last = reader.ReadInt64() };
            for (var blocks = reader.ReadInt32(); blocks > 0; blocks--) stream.Blocks.Add(reader.ReadInt32());
            return stream;
        }

        public void Write(BinaryWriter writer)
        {
            writer.Write(createdAt);
            writer.Write(_entries);
            writer.Write(_dataBytes);
            writer.Write(_last);
            writer.Write(Blocks.Count);
            foreach (var block in Blocks) writer.Write(block);
        }

        public void Take(LogEntry entry)
        {
            (_entries, _dataBytes, _last) = (_entries + 1, _dataBytes + entry.Data.Length, entry.Position);
            var block = BlockOf(entry.Position);
            if (Blocks.Count == 0 || Blocks[^1] != block) Blocks.Add(block);
        }

        public StreamRow ToRow(string name) => new(name, createdAt, _entries, _dataBytes, _last == 0 ? null : _last);
    }
}
