using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Ledger.Tests.Files;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Testing.Etcd;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>Nodes over real members: what is written through any of them is the same log on all.</summary>
[Collection(EtcdTests.Name)]
public sealed class EtcdLogEngineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_OnOneNode_IsOnEveryNodeAndToldOfEachEntry()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => nodes[0].AppendAsync($"entry {i}")));

        results.Select(result => result.Last).Order().ShouldBe(Enumerable.Range(3, 100).Select(position => (long)position));
        results.ShouldAllBe(result => result.BegunAt <= result.PreparedAt && result.PreparedAt <= result.CommittedAt && result.Acknowledged == 2 && result.View > 0);
        foreach (var node in nodes)
        {
            await node.UntilAsync("it holds all", replica => replica.CommitNumber == 102);
            node.Log().Select(entry => entry.Hash).ShouldBe(nodes[0].Log().Select(entry => entry.Hash));
            await node.UntilToldAsync(102);
            node.Story.Of(LedgerKinds.LogAppend).Count.ShouldBe(102);
            node.Story.Of(LedgerKinds.LogAppend).Sum(told => told.Number(LedgerFacts.Bytes)).ShouldBe(results.Sum(result => result.Bytes) + (node.Story.Of(LedgerKinds.LogAppend).Take(2).Sum(told => told.Number(LedgerFacts.Bytes))));
        }
    }

    [Fact]
    public async Task Append_OnThreeNodesAtOnce_IsOneDenseChain()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async writer =>
        {
            for (var i = 0; i < 25; i++) await nodes[writer % 3].AppendForSureAsync($"{writer}/{i}");
        }));

        foreach (var node in nodes) await node.UntilAsync("it holds all", replica => replica.CommitNumber == 602);
        var log = nodes[0].Log();
        log.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 602).Select(position => (long)position));
        log.Skip(1).Select(entry => entry.PreviousHash).ShouldBe(log.SkipLast(1).Select(entry => entry.Hash));
        log.Skip(2).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Data.Span)).Distinct().Count().ShouldBe(600);
        foreach (var node in nodes.Skip(1)) node.Log().Select(entry => entry.Hash).ShouldBe(log.Select(entry => entry.Hash));
    }

    [Fact]
    public async Task Append_WithAKeyOfAnotherNode_WritesNothingAndGivesItsPositions()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => nodes[i % 3].AppendAsync("the same", $"key {i / 3}")));

        foreach (var same in answers.Chunk(3))
        {
            same.Count(answer => !answer.IsKnown).ShouldBe(1);
            same.Select(answer => answer.First).Distinct().ShouldHaveSingleItem();
        }

        (await nodes[2].AppendAsync("another", "key 0")).Refusal.ShouldBe(RefusalReason.KeyReused);
        (await nodes[1].Engine.AppendAsync(new LedgerCommand.SealTenant("t"), Cancellation)).Refusal.ShouldBeNull();
        (await nodes[0].AppendAsync("too late")).Refusal.ShouldBe(RefusalReason.TenantSealed);
        (await nodes[0].AppendAsync("the same", "key 0")).IsKnown.ShouldBeTrue();
    }

    [Fact]
    public async Task Append_OfWhatAnotherNodeJustCreated_IsNotRefused()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var nodes = await LedgerNode.StartAllAsync(cluster.Endpoints);
        await using var all = new Nodes(nodes);

        for (var i = 0; i < 20; i++)
        {
            await nodes[i % 3].Engine.AppendAsync(new LedgerCommand.CreateTenant($"new{i}"), Cancellation);
            (await nodes[(i + 1) % 3].Engine.AppendAsync(new LedgerCommand.CreateStream($"new{i}", "s"), Cancellation)).Refusal.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Append_LargerThanATransaction_IsRefusedByName()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        await using var all = new Nodes(await LedgerNode.StartAllAsync(cluster.Endpoints));

        (await Should.ThrowAsync<EngineUnavailableException>(() => all[0].AppendAsync(new string('x', 2 << 20)))).Type.ShouldBe("too_large");
        (await all[0].Engine.AppendAsync(new LedgerCommand.Append("t", "s", [.. Enumerable.Range(0, 1000).Select(_ => new EntryDraft(new byte[100]))]), Cancellation)).Last.ShouldBe(1002);
    }

    [Fact]
    public async Task Append_BeyondTheQuotaOfEtcd_SaysThereIsNoSpaceAndWhatToDo()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, "--quota-backend-bytes=4194304");
        await using var all = new Nodes(await LedgerNode.StartAllAsync(cluster.Endpoints));

        var fault = await Should.ThrowAsync<EngineUnavailableException>(async () =>
        {
            while (true) await all[0].AppendAsync(new string('x', 500_000));
        });

        fault.Type.ShouldBe("no_space");
        fault.Message.ShouldContain("--quota-backend-bytes");
        (await Should.ThrowAsync<EngineUnavailableException>(() => all[0].AppendAsync("small"))).Type.ShouldBe("no_space");
        all[0].Replica.OpNumber.ShouldBe(all[0].Replica.CommitNumber);
    }

    [Fact]
    public async Task Start_OfAStandby_FollowsAndRefusesWrites()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        await using var all = new Nodes(await LedgerNode.StartAllAsync(cluster.Endpoints));
        await using var standby = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 1, Members = cluster.Endpoints, IsStandby = true });

        await standby.UntilAsync("it stands by", replica => replica.Status == ReplicaStatus.Standby);
        await all[0].AppendAsync("one");

        await standby.UntilAsync("it follows", replica => replica.CommitNumber == 3);
        (await Should.ThrowAsync<EngineUnavailableException>(() => standby.AppendAsync("two"))).Type.ShouldBe("standby");
    }

    [Fact]
    public async Task Start_BesideALearner_StandsByAndFollowsThroughAnotherMember()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        await using var all = new Nodes(await LedgerNode.StartAllAsync(cluster.Endpoints));
        await cluster.AddLearnerAsync();
        await using var standby = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 2, Members = cluster.Endpoints });

        await standby.UntilAsync("it stands by", replica => replica is { Status: ReplicaStatus.Standby, Leader: 1, HealthyReplicas: 2 });
        await all[0].AppendAsync("one");

        await standby.UntilAsync("it follows", replica => replica.CommitNumber == 3);
        (await Should.ThrowAsync<EngineUnavailableException>(() => standby.AppendAsync("two"))).Type.ShouldBe("standby");
    }

    [Fact]
    public async Task Append_WithAFullDisk_IsInTheLogAndNotAnswered_AndTheNodeGoesOnOnceThereIsRoom()
    {
        var disk = new MemoryDisk();
        await using var cluster = await EtcdCluster.StartAsync(1);
        await using var node = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 1, Members = cluster.Endpoints, WriteTimeout = TimeSpan.FromSeconds(1) }, disk: disk, log: new LogFilesOptions { ReservedBytes = 0 });
        await node.UntilAsync("it is normal", replica => replica.Status == ReplicaStatus.Normal);
        await node.Engine.AppendAsync(new LedgerCommand.CreateTenant("t"), Cancellation);
        await node.Engine.AppendAsync(new LedgerCommand.CreateStream("t", "s"), Cancellation);

        disk.RoomBytes = 10;
        await Should.ThrowAsync<OutcomeUnknownException>(() => node.AppendAsync("one", "key"));
        await node.UntilAsync("it knows that its disk is full", replica => replica is { Status: ReplicaStatus.Recovering, OpNumber: 3, CommitNumber: 2 });
        (await Should.ThrowAsync<EngineUnavailableException>(() => node.AppendAsync("two"))).Type.ShouldBe("no_space");

        disk.RoomBytes = long.MaxValue;
        await node.UntilAsync("it goes on", replica => replica is { Status: ReplicaStatus.Normal, CommitNumber: 3 });
        (await node.AppendAsync("one", "key")).ShouldSatisfyAllConditions(answer => answer.IsKnown.ShouldBeTrue(), answer => answer.Last.ShouldBe(3));
    }

    [Fact]
    public async Task Start_WithACopyOfAnotherLog_FollowsNothingAndSaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-ledger-").FullName;
        await using (var other = await EtcdCluster.StartAsync(1))
        {
            var node = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 1, Members = other.Endpoints }, folder);
            await node.UntilAsync("it is normal", replica => replica.Status == ReplicaStatus.Normal);
            await node.Engine.AppendAsync(new LedgerCommand.CreateTenant("elsewhere"), Cancellation);
            await node.StopAsync();
        }

        await using var cluster = await EtcdCluster.StartAsync(1);
        await using var stranger = await LedgerNode.StartAsync(new EtcdConfig { NodeId = 1, Members = cluster.Endpoints }, folder);

        await stranger.UntilAsync("it is healthy", replica => replica.HealthyReplicas == 1);
        EngineUnavailableException? fault = null;
        while (fault?.Type != "diverged") fault = await Should.ThrowAsync<EngineUnavailableException>(() => stranger.AppendAsync("one"));
        stranger.Replica.Status.ShouldBe(ReplicaStatus.Recovering);
    }
}
