using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Ledger.Etcd;

/// <summary>
/// A node of a cluster whose log etcd keeps: commands are placed by the <see cref="Sequencer"/>, the own copy follows the <see cref="Tail"/>, and the
/// <see cref="ClusterMonitor"/> says who leads. No consensus of our own: places in the log are won by transactions, and leadership is etcd's (docs/adr/0007).
/// </summary>
public sealed class EtcdLogEngine : ILogEngine
{
    private readonly HttpMessageInvoker _http;
    private readonly HeadState _heads = new();
    private readonly OwnCopy _copy;
    private readonly Sequencer _sequencer;
    private readonly Tail _tail;
    private readonly ClusterMonitor _monitor;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>An engine that has not started.</summary>
    /// <param name="config">The cluster and this node's place in it.</param>
    /// <param name="files">The own copy; the engine disposes of it.</param>
    /// <param name="telemetry">What it tells.</param>
    /// <param name="meters">The role's own, for the client's series.</param>
    /// <param name="clock">Times of entries.</param>
    /// <param name="logger">For the category <c>Vitrine.Ledger.Consensus</c>: why it is held up.</param>
    public EtcdLogEngine(EtcdConfig config, LogFiles files, EngineTelemetry telemetry, IMeterFactory meters, TimeProvider clock, ILogger logger)
    {
        if (config.NodeId < 1 || config.NodeId > config.Members.Count) throw new ArgumentException($"Node {config.NodeId} has no member among {config.Members.Count}.", nameof(config));
        _http = UpstreamHttp.Create(meters, config.FailureTimeout, config.Tls);
        var members = new EtcdMembers([.. config.Members.Select(endpoint => new EtcdMember(endpoint, _http, config.CallTimeout, config.FailureTimeout))], config.NodeId - 1);
        var log = new EtcdLog(members, new EtcdKeys(config.Cluster));
        _copy = new OwnCopy(files, log, telemetry);
        _tail = new Tail(config, log, members, _heads, _copy, telemetry, logger);
        _monitor = new ClusterMonitor(config, members, log, _heads, _copy, _tail, telemetry);
        _sequencer = new Sequencer(config, log, _heads, _copy, clock, () => _monitor.Replica.View);
    }

    /// <inheritdoc/>
    public ILogCopy Copy => _copy;

    /// <inheritdoc/>
    public ReplicaSnapshot Replica => _monitor.Replica;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _heads.Begin(await Task.Run(() => _copy.Recover(cancellationToken), cancellationToken));
        _running = Task.WhenAll(_monitor.RunAsync(_stop.Token), _tail.RunAsync(_stop.Token), _sequencer.RunAsync(_stop.Token), _copy.ReadThroughAsync(_stop.Token));
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken)
    {
        if (_tail.Fault is { } fault) throw new EngineUnavailableException(fault.Type, fault.Message, fault.InnerException);
        return _monitor.Replica.Status switch
        {
            ReplicaStatus.Recovering => throw new EngineUnavailableException("recovering", "The node brings its own copy up to the head of the log."),
            ReplicaStatus.Standby => throw new EngineUnavailableException("standby", "This node only reads; write to another."),
            // Without a leader it waits for one: a view change is shorter than a client's patience.
            _ => _sequencer.EnqueueAsync(command, cancellationToken),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _copy.Checkpoint(_heads.Current.State, isLast: true);
        _copy.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }
}
