using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Tests.Chaos;

/// <summary>Mistakes that a ledger over files could make, put between the engine and its disk or between the engine and its clients.</summary>
internal static class PlantedDefects
{
    /// <summary>The file engine with a mistake.</summary>
    public static ChaosEngine Engine(string defect) => FileWorld.Engine with
    {
        Create = defect switch
        {
            "the disk lies about fsync" => seed => new FileWorld(seed, overDisk: disk => new DefectiveDisk(disk) { FlushFile = _ => { } }),
            "answers come before fsync" => seed => new FileWorld(seed, overDisk: disk => new DefectiveDisk(disk).Deferring()),
            "names are never flushed" => seed => new FileWorld(seed, overDisk: disk => new DefectiveDisk(disk) { FlushFolder = () => { } }),
            "a full disk is not noticed" => seed => new FileWorld(seed, overDisk: disk => new DefectiveDisk(disk) { IsFullUnnoticed = true }),
            "a failed fsync is not noticed" => seed => new FileWorld(seed, overDisk: disk => new DefectiveDisk(disk).Forgiving()),
            "damage is skipped" => seed => new FileWorld(seed, overEngine: engine => new SkippingEngine(engine)),
            "a restart forgets the keys" => Forgetful,
            "an asynchronous log is taken for a durable one" => seed => new UncutWorld(new FileWorld(seed, SyncMode.Async)),
            "an asynchronous log is never flushed" => seed => new FileWorld(seed, SyncMode.Async, disk => new DefectiveDisk(disk) { FlushFile = _ => { } }),
            _ => throw new ArgumentException($"No such defect: {defect}.", nameof(defect)),
        },
    };

    private static FileWorld Forgetful(int seed)
    {
        var starts = 0;
        return new FileWorld(seed, overEngine: engine => new KeyChangingEngine(engine, starts++));
    }

    /// <summary>Does not say where a power cut left the log, so that it is held to what an fsync promises.</summary>
    private sealed class UncutWorld(FileWorld world) : IChaosWorld
    {
        public int Nodes => world.Nodes;

        public Task StartAsync(CancellationToken cancellationToken) => world.StartAsync(cancellationToken);

        public Task<Strike?> StrikeAsync(IReadOnlyList<Func<Task>> sends, PlannedFault? fault, CancellationToken cancellationToken) => world.StrikeAsync(sends, fault, cancellationToken);

        public Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken) => world.AppendAsync(node, command, cancellationToken);

        public ValueTask<LogHead?> HeadAsync(int node, CancellationToken cancellationToken) => world.HeadAsync(node, cancellationToken);

        public Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken) => world.ReadAsync(node, from, to, cancellationToken);

        public Task HealAsync(Checks checks, CancellationToken cancellationToken) => world.HealAsync(checks, cancellationToken);

        public ValueTask DisposeAsync() => world.DisposeAsync();
    }

    private sealed class DefectiveDisk(ILogDisk disk) : ILogDisk
    {
        private Action _deferred = () => { };

        public Action<ILogDiskFile> FlushFile { get; set; } = file => file.Flush();

        public Action FlushFolder { get; init; } = disk.Flush;

        public bool IsFullUnnoticed { get; init; }

        public string Name => disk.Name;

        /// <summary>What should be durable before the answer becomes so with the next write.</summary>
        public DefectiveDisk Deferring()
        {
            FlushFile = file =>
            {
                _deferred();
                _deferred = file.Flush;
            };
            return this;
        }

        public DefectiveDisk Forgiving()
        {
            FlushFile = file =>
            {
                try
                {
                    file.Flush();
                }
                catch (IOException)
                {
                    // "It will have worked."
                }
            };
            return this;
        }

        public void Lock() => disk.Lock();

        public IReadOnlyList<string> List() => disk.List();

        public ILogDiskFile Create(string name) => new DefectiveFile(this, disk.Create(name));

        public ILogDiskFile Open(string name, bool forWriting) => new DefectiveFile(this, disk.Open(name, forWriting));

        public void Rename(string from, string to) => disk.Rename(from, to);

        public void Delete(string name) => disk.Delete(name);

        public void Flush() => FlushFolder();

        public void Dispose() => disk.Dispose();

        private sealed class DefectiveFile(DefectiveDisk disk, ILogDiskFile file) : ILogDiskFile
        {
            public long Length => file.Length;

            public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

            public void Append(ReadOnlySpan<byte> bytes)
            {
                try
                {
                    file.Append(bytes);
                }
                catch (IOException e) when (e.HResult == 28 && disk.IsFullUnnoticed)
                {
                    // Only a part was written.
                }
            }

            public void Reserve(long bytes) => file.Reserve(bytes);

            public void Flush() => disk.FlushFile(file);

            public void Truncate(long length) => file.Truncate(length);

            public void Dispose() => file.Dispose();
        }
    }

    private abstract class EngineOver(ILogEngine engine) : ILogEngine
    {
        public virtual ILogCopy Copy => engine.Copy;

        public ReplicaSnapshot Replica => engine.Replica;

        public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

        public virtual Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken) => engine.AppendAsync(command, cancellationToken);

        public ValueTask DisposeAsync() => engine.DisposeAsync();
    }

    private sealed class KeyChangingEngine(ILogEngine engine, int start) : EngineOver(engine)
    {
        public override Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken) =>
            base.AppendAsync(command is LedgerCommand.Append { Key.Length: > 0 } append ? append with { Key = $"{append.Key} {start}" } : command, cancellationToken);
    }

    private sealed class SkippingEngine(ILogEngine engine) : EngineOver(engine)
    {
        public override ILogCopy Copy => new SkippingCopy(base.Copy);
    }

    private sealed class SkippingCopy(ILogCopy copy) : ILogCopy
    {
        public LogHead Head => copy.Head;

        public long SizeBytes => copy.SizeBytes;

        public ValueTask<LogHead> BeyondAsync(long position, CancellationToken cancellationToken) => copy.BeyondAsync(position, cancellationToken);

        public IEnumerable<LogEntry> Read(long from, long to)
        {
            for (; from <= to; from++)
            {
                LogEntry? entry = null;
                try
                {
                    entry = copy.Read(from, from).Single();
                }
                catch (LogDamageException)
                {
                    // "Nobody will miss it."
                }

                if (entry is not null) yield return entry;
            }
        }
    }
}
