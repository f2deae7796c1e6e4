using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Testing.Etcd;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>What nodes show and tell while members go and come back: the contract's KB5 to KB8 and KB21.</summary>
[Collection(EtcdTests.Name)]
public sealed class ViewChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_OfAQuietCluster_AgreeOnOneLeader()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);

        var leader = await cluster.LeaderAsync() + 1;

        nodes.Select(node => node.Replica.Leader).ShouldAllBe(shown => shown == leader);
        nodes.Where(node => node.Replica.IsLeader).ShouldHaveSingleItem().Story.Of(LedgerKinds.BecameLeader).ShouldHaveSingleItem();
        nodes.ShouldAllBe(node => node.Replica.HealthyReplicas == 3 && node.Replica.ClusterSize == 3 && node.Replica.View == nodes[0].Replica.View && node.Replica.OpNumber >= node.Replica.CommitNumber);
        nodes.ShouldAllBe(node => node.Story.Of(LedgerKinds.ViewChange).Count == 0);
    }

    [Fact]
    public async Task Kill_OfTheLeader_ChangesTheViewOfTheSurvivors()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);
        var leader = await cluster.LeaderAsync();
        var view = nodes[0].Replica.View;

        // The one that stands still keeps the other from electing itself before anybody has looked.
        await cluster.Members[leader].KillAsync();
        cluster.Members[(leader + 1) % 3].Pause();
        var survivors = nodes.Where((_, place) => place != leader).ToArray();
        foreach (var node in survivors) await node.UntilAsync("it knows no leader", replica => replica is { Status: ReplicaStatus.ViewChange, Leader: 0 });
        // A write that comes meanwhile waits for the new leader.
        var writing = survivors[0].AppendForSureAsync("meanwhile");
        cluster.Members[(leader + 1) % 3].Resume();
        var written = await writing;
        foreach (var node in survivors)
        {
            await node.UntilAsync("it has a new leader", replica => replica is { Status: ReplicaStatus.Normal, HealthyReplicas: 2, Leader: not 0 } && replica.View > view);
            node.Replica.Leader.ShouldNotBe(leader + 1);
            var changes = node.Story.Of(LedgerKinds.ViewChange);
            changes.Count(told => told.Outcome == Outcome.Ok).ShouldBe(1);
            changes[^1].Number(LedgerFacts.Leader).ShouldBe(node.Replica.Leader);
            changes[^1].Number(LedgerFacts.FormerLeader).ShouldBe(leader + 1);
            changes[^1].Facts[LedgerFacts.Reason.Name].ShouldBe("leader_lost");
            await node.UntilAsync("it holds what was written meanwhile", replica => replica.CommitNumber >= written.Last);
        }

        survivors.Count(node => node.Story.Of(LedgerKinds.BecameLeader).Count > 0).ShouldBe(1);
        await nodes[leader].UntilAsync("it no longer leads", replica => !replica.IsLeader);
        nodes[leader].Story.Of(LedgerKinds.LostLeadership).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Kill_OfASecondMember_LeavesNoLeaderAndTakesNoWrites()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);

        await cluster.Members[0].KillAsync();
        await cluster.Members[1].KillAsync();

        await nodes[2].UntilAsync("it knows no leader", replica => replica is { Status: ReplicaStatus.ViewChange, Leader: 0, HealthyReplicas: 1 });
        (await nodes[2].UntilRefusedAsync()).Type.ShouldBe("no_quorum");
        nodes[2].Log().Count.ShouldBe(2);

        cluster.Members[1].Start();
        await nodes[2].UntilAsync("it has a leader again", replica => replica is { Status: ReplicaStatus.Normal, HealthyReplicas: 2 });
        await nodes[2].AppendForSureAsync("found");
    }

    [Fact]
    public async Task MoveOfTheLeadership_IsAViewChangeThatWasRequested()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);
        var from = await cluster.LeaderAsync();
        var to = (from + 1) % 3;

        await cluster.MoveLeaderAsync(to);

        foreach (var node in nodes) await node.UntilAsync("it follows the new leader", replica => replica.Leader == to + 1 && replica.Status == ReplicaStatus.Normal);
        nodes[from].Story.Of(LedgerKinds.LostLeadership).ShouldHaveSingleItem();
        nodes[to].Story.Of(LedgerKinds.BecameLeader).ShouldHaveSingleItem();
        nodes[to].Story.Of(LedgerKinds.ViewChange)[^1].Outcome.ShouldBe(Outcome.Ok);
    }

    [Fact]
    public async Task Restart_OfANodeThatMissedWrites_RecoversByARepair()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes[..2]);
        await nodes[2].StopAsync();
        for (var i = 0; i < 200; i++) await nodes[i % 2].AppendAsync($"missed {i}");

        await using var again = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 3, Members = cluster.Endpoints }, nodes[2].Folder);
        again.Replica.Status.ShouldBe(ReplicaStatus.Recovering);
        again.Replica.Leader.ShouldBe(0);

        await again.UntilAsync("it is normal", replica => replica.Status == ReplicaStatus.Normal);
        again.Log().Select(entry => entry.Hash).ShouldBe(nodes[0].Log().Select(entry => entry.Hash));
        var repair = again.Story.Of(LedgerKinds.Repair).ShouldHaveSingleItem();
        repair.Outcome.ShouldBe(Outcome.Ok);
        repair.Number(LedgerFacts.Position).ShouldBe(3);
        repair.Number(LedgerFacts.Entries).ShouldBe(200);
        await again.UntilToldAsync(200);
        again.Story.Of(LedgerKinds.LogAppend).Count.ShouldBe(200);
    }

    [Fact]
    public async Task Pause_OfTheOwnMember_LosesNothing_AndTheNodeGoesOnThroughAnother()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);
        var follower = (await cluster.LeaderAsync() + 1) % 3;

        cluster.Members[follower].Pause();
        var written = await nodes[follower].AppendForSureAsync("through another");
        await nodes[follower].UntilAsync("it sees the member gone", replica => replica.HealthyReplicas == 2);
        cluster.Members[follower].Resume();
        await nodes[follower].UntilAsync("it sees the member again", replica => replica is { HealthyReplicas: 3, Status: ReplicaStatus.Normal });

        foreach (var node in nodes)
        {
            await node.UntilAsync("it holds all", replica => replica.CommitNumber >= written.Last);
            node.Log().Select(entry => entry.Hash).ShouldBe(nodes[0].Log().Select(entry => entry.Hash));
        }
    }

    [Fact]
    public async Task Compaction_WhileANodeIsCutOff_LeavesNoGap()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes[..2]);
        await nodes[2].StopAsync();
        for (var i = 0; i < 50; i++) await nodes[0].AppendAsync($"before {i}");
        await cluster.CompactAsync();
        await nodes[0].AppendAsync("after");

        await using var again = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 3, Members = cluster.Endpoints }, nodes[2].Folder);

        await again.UntilAsync("it holds all", replica => replica.CommitNumber == 53);
        again.Log().Select(entry => entry.Hash).ShouldBe(nodes[0].Log().Select(entry => entry.Hash));
    }

    [Theory]
    [InlineData("while the node runs, by a reader")]
    [InlineData("at the start, without a checkpoint")]
    [InlineData("behind the start, where a checkpoint vouches")]
    public async Task DamagedEntry_IsFoundAndHadAgainFromTheCluster(string found)
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        var node = (await LedgerNode.StartAllAsync(cluster.Endpoints))[0];
        for (var i = 0; i < 20; i++) await node.AppendAsync($"precious {i}");
        var hashes = node.Log().Select(entry => entry.Hash).ToArray();
        var isRunning = found.StartsWith("while", StringComparison.Ordinal);
        if (!isRunning) await node.StopAsync();

        Damage(node.Folder, "precious 10"u8);

        var reader = node;
        if (!isRunning)
        {
            if (found.StartsWith("at", StringComparison.Ordinal)) File.Delete(Path.Combine(node.Folder, "checkpoint"));
            reader = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 1, Members = cluster.Endpoints }, node.Folder);
            // Nobody reads: where the start does not find it, what runs behind it does.
            await reader.UntilAsync("it found and repaired the entry", _ => reader.Story.Of(LedgerKinds.Repair).Any(told => told.Number(LedgerFacts.Position) == 13));
        }

        await using var _ = reader;
        reader.Log().Select(entry => entry.Hash).ShouldBe(hashes);
        reader.Story.Of(LedgerKinds.ChecksumFailure).ShouldHaveSingleItem().Number(LedgerFacts.Position).ShouldBe(13);
        reader.Story.Of(LedgerKinds.Repair).Where(told => told.Number(LedgerFacts.Position) == 13).ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Ok);
        await reader.UntilAsync("it is normal", replica => replica.Status == ReplicaStatus.Normal);
        (await reader.AppendAsync("after")).Last.ShouldBe(23);
        reader.Replica.CommitNumber.ShouldBe(23);
    }

    [Fact]
    public async Task Kill_OfMembersInTurnWhileWriting_LosesAndDoublesNothing()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var acknowledged = new List<(long Position, string Data)>();
        var writers = Enumerable.Range(0, 6).Select(async writer =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var data = $"{writer}/{i}";
                var result = await nodes[writer % 3].AppendForSureAsync(data);
                lock (acknowledged) acknowledged.Add((result.Last, data));
            }
        }).ToArray();

        for (var round = 0; round < 3; round++)
        {
            await GrowAsync(acknowledged);
            await cluster.Members[round].KillAsync();
            await GrowAsync(acknowledged);
            cluster.Members[round].Start();
            await cluster.HealthyAsync(cluster.Members[round]);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        var last = acknowledged.Max(told => told.Position);
        foreach (var node in nodes) await node.UntilAsync("it holds all", replica => replica.CommitNumber >= last);
        var log = nodes[0].Log();
        foreach (var node in nodes.Skip(1)) node.Log().Select(entry => entry.Hash).ShouldBe(log.Select(entry => entry.Hash));
        var data = log.Skip(2).Select(entry => (entry.Position, System.Text.Encoding.UTF8.GetString(entry.Data.Span))).ToList();
        acknowledged.Except(data).ShouldBeEmpty("These were acknowledged and are not in the log.");
        data.Select(entry => entry.Item2).Distinct().Count().ShouldBe(data.Count, "Something is in the log twice.");
        data.Count.ShouldBe(acknowledged.Count);
    }

    private static async Task GrowAsync(List<(long Position, string Data)> acknowledged)
    {
        int Count()
        {
            lock (acknowledged) return acknowledged.Count;
        }

        for (var from = Count(); Count() < from + 30; await Task.Delay(10, Cancellation)) Cancellation.ThrowIfCancellationRequested();
    }

    private static void Damage(string folder, ReadOnlySpan<byte> text)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            if (Path.GetFileName(file) == "lock") continue;
            var bytes = File.ReadAllBytes(file);
            if (bytes.AsSpan().IndexOf(text) is not (>= 0 and var at)) continue;
            using var segment = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(segment, [(byte)(bytes[at] ^ 1)], at);
            return;
        }

        Assert.Fail("No file holds the entry.");
    }
}
