using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>A node's engine over a folder of its own, with what it told.</summary>
internal sealed class LedgerNode : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(90);
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions { Kinds = LedgerKinds.All });

    private LedgerNode(EtcdConfig config, string folder, ILogDisk? disk, LogFilesOptions? log)
    {
        Folder = folder;
        _telemetry.AddProjection(Story);
        Engine = new EtcdLogEngine(config, new LogFiles(disk ?? new FolderDisk(folder), log ?? new LogFilesOptions(), NullLogger.Instance), new EngineTelemetry(_telemetry), _meters.GetRequiredService<IMeterFactory>(), TimeProvider.System, NullLogger.Instance);
    }

    public EtcdLogEngine Engine { get; }

    public NodeStory Story { get; } = new();

    public string Folder { get; }

    public ReplicaSnapshot Replica => Engine.Replica;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a node and does not wait for it.</summary>
    public static async Task<LedgerNode> StartAsync(EtcdConfig config, string? folder = null, ILogDisk? disk = null, LogFilesOptions? log = null)
    {
        var node = new LedgerNode(config, folder ?? Directory.CreateTempSubdirectory("vitrine-ledger-").FullName, disk, log);
        await node.Engine.StartAsync(Cancellation);
        return node;
    }

    /// <summary>Starts the nodes of a cluster, waits until all are ready, and registers a tenant with a stream on all of them.</summary>
    public static async Task<LedgerNode[]> StartAllAsync(IReadOnlyList<Uri> members)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(1, members.Count).Select(id => StartAsync(new EtcdConfig { NodeId = id, Members = members })));
        foreach (var node in nodes) await node.UntilAsync("it is normal", replica => replica.Status == ReplicaStatus.Normal);
        await nodes[0].Engine.AppendAsync(new LedgerCommand.CreateTenant("t"), Cancellation);
        await nodes[0].Engine.AppendAsync(new LedgerCommand.CreateStream("t", "s"), Cancellation);
        foreach (var node in nodes) await node.UntilAsync("it holds both", replica => replica.CommitNumber == 2);
        return nodes;
    }

    public Task<AppendResult> AppendAsync(string data, string key = "") =>
        Engine.AppendAsync(new LedgerCommand.Append("t", "s", [new EntryDraft(System.Text.Encoding.UTF8.GetBytes(data))], key), Cancellation);

    /// <summary>Appends until the cluster takes it: what a client with an idempotency key does.</summary>
    public async Task<AppendResult> AppendForSureAsync(string data)
    {
        var key = Guid.NewGuid().ToString("N");
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await AppendAsync(data, key);
            }
            catch (Exception fault) when (fault is EngineUnavailableException or OutcomeUnknownException && Stopwatch.GetElapsedTime(started) < s_deadline)
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }

    /// <summary>Appends until the node is sure that nothing was written.</summary>
    public async Task<EngineUnavailableException> UntilRefusedAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await AppendAsync("refused");
                Assert.Fail("It was written.");
            }
            catch (EngineUnavailableException fault)
            {
                return fault;
            }
            catch (OutcomeUnknownException) when (Stopwatch.GetElapsedTime(started) < s_deadline)
            {
                // The member does not know yet that the others are gone.
            }
        }
    }

    /// <summary>The whole log as this node holds it.</summary>
    public IReadOnlyList<LogEntry> Log() => [.. Engine.Copy.Read(1, Engine.Copy.Head.Position)];

    /// <summary>Waits until the node is as wanted.</summary>
    public async Task UntilAsync(string what, Func<ReplicaSnapshot, bool> isSo)
    {
        for (var started = Stopwatch.GetTimestamp(); !isSo(Replica); await Task.Delay(5, Cancellation))
        {
            if (Stopwatch.GetElapsedTime(started) > s_deadline) Assert.Fail($"It never came true of node {Replica.NodeId} that {what}: {Replica}");
        }
    }

    /// <summary>Waits until the node has told of that many entries: they are in its copy before.</summary>
    public Task UntilToldAsync(int entries) => UntilAsync($"it told of {entries} entries", _ => Story.Of(LedgerKinds.LogCommit).Sum(told => told.Value) == entries);

    /// <summary>Stops it; the folder stays.</summary>
    public async ValueTask StopAsync()
    {
        await Engine.DisposeAsync();
        _telemetry.Dispose();
        await _meters.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
