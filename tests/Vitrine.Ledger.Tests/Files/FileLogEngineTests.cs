using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Files;

public sealed class FileLogEngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_AreAnsweredWithTheirPlaces_AndAreThereAfterAPowerFailure()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        (await engine.AppendAsync(TestLog.Append("x"), Token)).Refusal.ShouldBe(RefusalReason.UnknownTenant);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        var answer = await engine.AppendAsync(TestLog.Batch(3, key: "k"), Token);
        (answer.First, answer.Last, answer.View, answer.Acknowledged, answer.IsKnown).ShouldBe((3, 5, 1, 1, false));
        answer.Hash.ShouldBe(engine.Copy.Head.Hash);
        (answer.BegunAt <= answer.PreparedAt && answer.PreparedAt <= answer.CommittedAt).ShouldBeTrue();
        await using var after = await TestLog.EngineAsync(disk.AfterPowerFailure());
        after.Copy.Texts().ShouldBe(engine.Copy.Texts());
        var repeated = await after.AppendAsync(TestLog.Batch(3, key: "k"), Token);
        (repeated.IsKnown, repeated.First, repeated.Last).ShouldBe((true, 3, 5));
        (await after.AppendAsync(TestLog.Batch(2, key: "k"), Token)).Refusal.ShouldBe(RefusalReason.KeyReused);
        after.Replica.ShouldBe(new ReplicaSnapshot { NodeId = 1, Status = ReplicaStatus.Normal, View = 2, Leader = 1, OpNumber = 5, CommitNumber = 5, ClusterSize = 1, HealthyReplicas = 1 });
    }

    [Fact]
    public async Task Appenders_AtOnce_AreInOneOrderAndShareFlushes()
    {
        const int Appenders = 64;
        const int Each = 50;
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        var flushes = disk.Flushes;
        var answers = await Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender => Task.Run(async () =>
        {
            var mine = new List<(string, long)>();
            for (var i = 0; i < Each; i++) mine.Add(($"{appender}/{i}", (await engine.AppendAsync(TestLog.Append($"{appender}/{i}"), Token)).Last));
            return mine;
        }, Token)));
        engine.Copy.Texts().Skip(2).ShouldBe(answers.SelectMany(each => each).OrderBy(each => each.Item2).Select(each => $"{each.Item2} Data {each.Item1}"));
        answers.ShouldAllBe(each => each.Select(one => one.Item2).SequenceEqual(each.Select(one => one.Item2).Order()));
        (disk.Flushes - flushes).ShouldBeInRange(1, Appenders * Each - 1);
    }

    [Fact]
    public async Task OneAppender_PaysOneFlushAnEntry()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        var flushes = disk.Flushes;
        for (var i = 0; i < 20; i++) await engine.AppendAsync(TestLog.Append("x"), Token);
        (disk.Flushes - flushes).ShouldBe(20);
    }

    [Fact]
    public async Task FullDisk_RefusesWhatIsAsked_AndGoesOnOnceThereIsRoom()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk, new FileEngineOptions { Files = new LogFilesOptions { ReservedBytes = 0 } });
        await engine.AppendAsync(TestLog.Tenant, Token);
        disk.RoomBytes = 30;
        (await Should.ThrowAsync<EngineUnavailableException>(() => engine.AppendAsync(TestLog.Stream, Token))).Type.ShouldBe("no_space");
        (await engine.AppendAsync(TestLog.Tenant, Token)).IsKnown.ShouldBeTrue("what writes nothing needs no room");
        var replica = engine.Replica;
        (replica.OpNumber, replica.CommitNumber, replica.Status).ShouldBe((1, 1, ReplicaStatus.Normal));
        disk.RoomBytes = long.MaxValue;
        (await engine.AppendAsync(TestLog.Stream, Token)).Last.ShouldBe(2);
    }

    [Fact]
    public async Task Queue_ThatIsFull_RefusesTheNext_AndAShutdownFinishesWhatWaits()
    {
        var disk = new MemoryDisk();
        var engine = await TestLog.EngineAsync(disk, new FileEngineOptions { QueueCapacity = 4 });
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        using var flush = new HeldFlush(disk);
        var first = engine.AppendAsync(TestLog.Append("0"), Token);
        await flush.BegunAsync();
        var replica = engine.Replica;
        (replica.OpNumber, replica.CommitNumber).ShouldBe((3, 2), "prepared, not yet committed");
        var waiting = Enumerable.Range(1, 4).Select(i => engine.AppendAsync(TestLog.Append($"{i}"), Token)).ToArray();
        (await Should.ThrowAsync<EngineUnavailableException>(() => engine.AppendAsync(TestLog.Append("5"), Token))).Type.ShouldBe("queue_full");
        var stopped = engine.DisposeAsync().AsTask();
        (await Should.ThrowAsync<EngineUnavailableException>(() => engine.AppendAsync(TestLog.Append("6"), Token))).Type.ShouldBe("shutting_down");
        flush.LetGo();
        (await first).Last.ShouldBe(3);
        (await Task.WhenAll(waiting)).Select(answer => answer.Last).ShouldBe([4, 5, 6, 7]);
        await stopped;
        await using var again = await TestLog.EngineAsync(disk.AfterPowerFailure());
        again.Recovery!.Vouched.ShouldBe(7, "a shutdown leaves a checkpoint");
    }

    [Fact]
    public async Task Sequencer_ThatFails_IsNotReadyAnyMore()
    {
        var disk = new MemoryDisk();
        var engine = await TestLog.EngineAsync(disk);
        disk.Flushing = () => throw new InvalidOperationException("a defect");
        await Should.ThrowAsync<InvalidOperationException>(() => engine.AppendAsync(TestLog.Tenant, Token));
        (await Should.ThrowAsync<EngineUnavailableException>(() => engine.AppendAsync(TestLog.Tenant, Token))).Type.ShouldBe("failed");
        (engine.Replica.Status, engine.Replica.Leader, engine.Replica.CommitNumber).ShouldBe((ReplicaStatus.Recovering, 0, 0));
        disk.Flushing = null;
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Command_ThatNobodyWaitsForAnyMore_IsNotWritten()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        using var flush = new HeldFlush(disk);
        var first = engine.AppendAsync(TestLog.Tenant, Token);
        await flush.BegunAsync();
        using var cancel = new CancellationTokenSource();
        var second = engine.AppendAsync(TestLog.Stream, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        flush.LetGo();
        await first;
        (await engine.AppendAsync(TestLog.Stream, Token)).Last.ShouldBe(2);
    }

    [Fact]
    public async Task Damage_AtTheStart_IsThrownAndTold()
    {
        var disk = await WrittenAsync();
        disk.Delete("checkpoint");
        Alter(disk);
        var told = new ToldByEngine();
        await using var engine = TestLog.Engine(disk, projections: told);
        (await Should.ThrowAsync<LogDamageException>(() => engine.StartAsync(Token))).Position.ShouldBe(3);
        engine.Damage.ShouldNotBeNull();
        (engine.Replica.Status, engine.Replica.Leader).ShouldBe((ReplicaStatus.Recovering, 0));
        await Should.ThrowAsync<EngineUnavailableException>(() => engine.AppendAsync(TestLog.Tenant, Token));
        told.Lines.ShouldBe(["view_change opened", "checksum_failure 3 crc", "view_change Error"]);
    }

    [Fact]
    public async Task Damage_ThatACheckpointHid_IsFoundBehindTheStart()
    {
        var disk = await WrittenAsync();
        Alter(disk);
        var told = new ToldByEngine();
        await using var engine = TestLog.Engine(disk, projections: told);
        await engine.StartAsync(Token);
        await told.Damage.WaitAsync(TimeSpan.FromSeconds(60), Token);
        engine.Damage.ShouldNotBeNull().Position.ShouldBe(3);
        var refused = await Should.ThrowAsync<EngineUnavailableException>(() => engine.AppendAsync(TestLog.Append("x"), Token));
        (refused.Type, engine.Replica.Leader).ShouldBe(("log_damaged", 0));
        refused.Message.ShouldContain("00000000000000000001.segment at byte");
    }

    [Fact]
    public async Task Start_AndEntries_AreTold()
    {
        var told = new ToldByEngine();
        await using var engine = TestLog.Engine(await WrittenAsync(), projections: told);
        await engine.StartAsync(Token);
        await engine.AppendAsync(TestLog.Batch(2), Token);
        told.Lines.ShouldBe(["view_change opened", "view_change Ok", "became_leader 3", "log_append 4", "log_append 5", "log_commit 5"]);
    }

    /// <summary>A log of three entries, left by an engine that was shut down.</summary>
    private static async Task<MemoryDisk> WrittenAsync()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        await engine.AppendAsync(TestLog.Append("third"), Token);
        return disk;
    }

    /// <summary>Flips a bit in the last entry.</summary>
    private static void Alter(MemoryDisk disk)
    {
        const string Segment = "00000000000000000001.segment";
        var bytes = disk[Segment];
        bytes[^20] ^= 1;
        disk[Segment] = bytes;
    }
}
