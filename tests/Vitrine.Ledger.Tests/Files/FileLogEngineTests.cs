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
}
