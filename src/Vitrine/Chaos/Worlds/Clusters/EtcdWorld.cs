using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;
using Vitrine.Supervision;
using static Vitrine.Chaos.Plans.FaultKind;

namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>Three etcd members and three ledger nodes as processes of this machine, with wires between them that can be cut.</summary>
internal sealed class EtcdWorld : IChaosWorld
{
    private const int Size = 3;
    private const int SectorBytes = 512;
    private const int MostTornBytes = 4 * SectorBytes;
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-chaos-").FullName;
    private readonly HttpClient _http = LocalHttp.Create();
    private readonly ChaosProcess[] _members;
    private readonly ChaosProcess[] _nodes;
    private readonly NodeTroubles[] _troubles;
    private readonly TcpRelay[][] _wires;
    private readonly NodeClient[] _clients;
    private PlannedFault? _fault;

    /// <summary>A world that has not started.</summary>
    public EtcdWorld()
    {
        var (clients, peers, apis) = (FreePorts(), FreePorts(), FreePorts());
        var cluster = string.Join(',', peers.Select((port, i) => $"m{i + 1}=http://127.0.0.1:{port}"));
        _members = [.. Enumerable.Range(0, Size).Select(i => new ChaosProcess("etcd",
        [
            $"--name=m{i + 1}", $"--data-dir={FolderOf("member", i)}", $"--listen-client-urls=http://127.0.0.1:{clients[i]}", $"--advertise-client-urls=http://127.0.0.1:{clients[i]}",
            $"--listen-peer-urls=http://127.0.0.1:{peers[i]}", $"--initial-advertise-peer-urls=http://127.0.0.1:{peers[i]}", $"--initial-cluster={cluster}", "--log-level=error",
        ]))];
        _wires = [.. Enumerable.Range(0, Size).Select(_ => clients.Select(port => new TcpRelay(port)).ToArray())];
        var (program, prefix) = OwnProgram.Find();
        _nodes = [.. Enumerable.Range(0, Size).Select(i => new ChaosProcess(program,
        [
            .. prefix, "chaos", NodeTroubles.Command, NodeTroubles.Flag, FolderOf("troubles", i), "--engine", "etcd", "--etcd-endpoints", string.Join(',', _wires[i].Select(wire => wire.Address.ToString().TrimEnd('/'))), "--node-id", $"{i + 1}",
            "--api-host", $"127.0.0.1:{apis[i]}", "--debug-host", $"127.0.0.1:{apis[i]}", "--data-dir", FolderOf("node", i), "--segment-size", "16KiB",
        ]))];
        _troubles = [.. Enumerable.Range(0, Size).Select(i => new NodeTroubles(FolderOf("troubles", i)))];
        _clients = [.. apis.Select(port => new NodeClient(_http, new Uri($"http://127.0.0.1:{port}")))];
    }

    /// <summary>The engine that <c>--engine etcd</c> means.</summary>
    public static ChaosEngine Engine { get; } = new(
        "etcd",
        "three etcd members and three ledger nodes as processes; needs etcd",
        Size,
        new HashSet<FaultKind> { Kill, Restart, TornWrite, BitFlip, DiskFull, Pause, ClockBack, ClockForward, NetworkCut, MemberKill, MemberPause },
        _ => new EtcdWorld())
    {
        Program = "etcd",
        Patience = TimeSpan.FromSeconds(30),
    };

    public int Nodes => Size;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var member in _members) member.Start();
        foreach (var node in _nodes) node.Start();
        await ServeAsync(cancellationToken);
    }

    public Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken) => _clients[node].AppendAsync(command, cancellationToken);

    public async ValueTask<LogHead?> HeadAsync(int node, CancellationToken cancellationToken) => await _clients[node].HeadAsync(cancellationToken) is { } position ? new LogHead(position, EntryHash.Zero, 0) : null;

    public Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken) => _clients[node].ReadAsync(from, to, cancellationToken);

    public async Task<Strike?> StrikeAsync(IReadOnlyList<Func<Task>> sends, PlannedFault? fault, CancellationToken cancellationToken)
    {
        _fault = fault;
        var all = Task.WhenAll(sends.Select(send => send()));
        Strike? strike = null;
        if (fault is not null)
        {
            var isLeading = (await _clients[fault.Node].StatusAsync(cancellationToken)).IsLeader;
            await Task.Delay(fault.Moment * PlannedFault.Step, cancellationToken);
            strike = new Strike(fault.Kind, isLeading ? "leading" : "following", await StrikeAsync(fault));
        }

        await all;
        return strike;
    }

    public async Task HealAsync(Checks checks, CancellationToken cancellationToken)
    {
        foreach (var wire in _wires.SelectMany(wires => wires)) wire.SetCut(false);
        // Clocks stay as they are: nodes whose clocks differ must agree all the same.
        foreach (var troubles in _troubles) troubles.IsDiskFull = false;
        foreach (var process in _members.Concat(_nodes))
        {
            if (process.IsRunning) process.Resume();
            else process.Start();
        }

        try
        {
            await ServeAsync(cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new BrokenInvariantException(Invariant.Recovers, e.Message, e);
        }

        if (_fault is { Kind: BitFlip, Node: var flipped }) await ExpectRepairAsync(checks, flipped, cancellationToken);
        _fault = null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _nodes.Concat(_members)) await process.DisposeAsync();
        foreach (var wire in _wires.SelectMany(wires => wires)) await wire.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Below 32768: above, a port that was free when looked at becomes the source of somebody's connection before the program takes it.
    private static int[] FreePorts() => [.. Enumerable.Range(0, int.MaxValue).Select(_ => Random.Shared.Next(20_000, 32_000)).Where(IsFree).Distinct().Take(Size)];

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string FolderOf(string kind, int index) => Path.Combine(_folder, $"{kind}-{index + 1}");

    private async Task<string> StrikeAsync(PlannedFault fault)
    {
        var what = $"{FaultNames.Of(fault.Kind)} of {(fault.Kind is MemberKill or MemberPause ? "member" : "node")} {fault.Node + 1}";
        switch (fault.Kind)
        {
            case Kill:
                await _nodes[fault.Node].KillAsync();
                break;
            case Restart:
                await _nodes[fault.Node].StopAsync();
                break;
            case Pause:
                _nodes[fault.Node].Pause();
                break;
            case MemberKill:
                await _members[fault.Node].KillAsync();
                break;
            case MemberPause:
                _members[fault.Node].Pause();
                break;
            case NetworkCut:
                foreach (var wire in _wires[fault.Node]) wire.SetCut(true);
                break;
            case DiskFull:
                _troubles[fault.Node].IsDiskFull = true;
                break;
            case ClockBack or ClockForward:
                _troubles[fault.Node].ClockOffset += fault.Jump;
                return $"{what} by {fault.Jump}";
            case BitFlip:
                return $"{what}, {await FlipAsync(fault)}";
            case TornWrite:
                await _nodes[fault.Node].KillAsync();
                return $"{what}, {Tear(fault)}";
            default:
                throw new UnreachableException($"{fault.Kind} does not strike a cluster.");
        }

        return what;
    }

    /// <summary>Turns a bit of a segment of a node's own copy, under its hands or, for half of them, while it is down.</summary>
    private async Task<string> FlipAsync(PlannedFault fault)
    {
        if (fault.Choice % 2 == 0) await _nodes[fault.Node].KillAsync();
        var segments = SegmentsOf(fault.Node);
        var segment = segments[fault.Choice / 64 % segments.Length];
        using var file = File.OpenHandle(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var offset = fault.Choice % RandomAccess.GetLength(file);
        var bytes = new byte[1];
        RandomAccess.Read(file, bytes, offset);
        bytes[0] ^= (byte)(1 << (fault.Choice / 8 % 8));
        RandomAccess.Write(file, bytes, offset);
        return $"bit {fault.Choice / 8 % 8} of byte {offset} of {Path.GetFileName(segment)}";
    }

    /// <summary>Leaves of a dead node's newest segment what a disk could have kept of its last writes: it ends early, or a sector is zero. It goes farther back than an honest disk would, to what was flushed.</summary>
    private string Tear(PlannedFault fault)
    {
        var segment = SegmentsOf(fault.Node)[^1];
        using var file = File.OpenHandle(segment, FileMode.Open, FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var from = length - 1 - (fault.Choice / 2 % Math.Min(length, MostTornBytes));
        if (fault.Choice % 2 == 0)
        {
            RandomAccess.SetLength(file, from);
            return $"{Path.GetFileName(segment)} ends at {from} of {length}";
        }

        var to = Math.Min((from / SectorBytes + 1) * SectorBytes, length);
        RandomAccess.Write(file, new byte[to - from], from);
        return $"bytes {from} to {to} of {Path.GetFileName(segment)} are zero";
    }

    private string[] SegmentsOf(int node) => [.. Directory.GetFiles(Path.Combine(FolderOf("node", node), "ledger", "log"), "*.segment").Order(StringComparer.Ordinal)];

    /// <summary>A walk over the node's copy finds the bit, has the entry again from the cluster, and counts it.</summary>
    private async Task ExpectRepairAsync(Checks checks, int node, CancellationToken cancellationToken)
    {
        if (await _clients[node].HeadAsync(cancellationToken) is { } head) await _clients[node].ReadAsync(1, head, cancellationToken);
        var failures = await _clients[node].ChecksumFailuresAsync(cancellationToken);
        checks.Expect(Invariant.DamageReported, failures >= 1, $"A bit of node {node + 1}'s copy was flipped, it reads its whole log, and kmb_checksum_failures_total is {failures}.");
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ; await Task.Delay(s_lookEvery, cancellationToken))
        {
            var ready = await Task.WhenAll(_clients.Select(client => client.StatusAsync(cancellationToken)));
            if (ready.All(node => node.IsReady)) return;
            if (TimeProvider.System.GetElapsedTime(since) > s_startTime) throw new TimeoutException($"Ready after {s_startTime.TotalSeconds} s: {string.Join(", ", ready.Select((node, i) => $"node {i + 1} {(node.IsReady ? "is" : "is not")}"))}.");
        }
    }
}
