using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>Groups that are decided while the disk has the group before them.</summary>
public sealed class LookaheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Command_ThatWaits_IsDecidedOnce()
    {
        var (queue, group) = (new CommandQueue(8, 1024), new CommandGroup());
        var lookahead = new Lookahead(queue);
        PendingCommand[] commands = [new(TestLog.Tenant, 5, Token), new(TestLog.Stream, 6, Token), new(TestLog.Append("x"), 4, Token)];
        foreach (var command in commands)
        {
            queue.Put(command);
            lookahead.Run();
        }

        var ahead = commands.Select(command => command.Decision.ShouldBeOfType<Decision.Write>()).ToArray();
        lookahead.Take(group, LedgerState.Empty).ShouldBeSameAs(ahead[^1].Next);
        group.Commands.ShouldBe(commands);
        commands.Select(command => command.Decision).ShouldBe(ahead, "over the state that it was decided over, a decision stands");
        group.Entries.Select(entry => (entry.Position, entry.TimestampMs)).ShouldBe([(1, 5), (2, 6), (3, 6)]);
    }

    [Fact]
    public async Task FailedFlush_VoidsWhatWasDecidedOverIt()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        using var flush = new HeldFlush(disk);
        Task<AppendResult>[] inFlight = [engine.AppendAsync(TestLog.Append("x", "k"), Token)];
        await flush.BegunAsync();
        // Over what is in flight, the first is known and the last refused.
        var repeated = engine.AppendAsync(TestLog.Append("x", "k"), Token);
        var plain = engine.AppendAsync(TestLog.Append("y"), Token);
        var other = engine.AppendAsync(TestLog.Append("z", "k"), Token);
        flush.Fail();
        (await Should.ThrowAsync<EngineUnavailableException>(inFlight[0])).Type.ShouldBe("disk_failed");
        var written = await repeated;
        (written.First, written.IsKnown, written.Hash == EntryHash.Zero).ShouldBe((3, false, false));
        (await plain).First.ShouldBe(4);
        (await other).Refusal.ShouldBe(RefusalReason.KeyReused);
        engine.Copy.Texts().ShouldBe(["1 TenantCreated ", "2 StreamCreated ", "3 Data x", "4 Data y"]);
        engine.Replica.OpNumber.ShouldBe(4);
        await using var after = await TestLog.EngineAsync(disk.AfterPowerFailure());
        after.Copy.Texts().ShouldBe(engine.Copy.Texts());
        after.Copy.Head.ShouldBe(engine.Copy.Head);
    }

    [Fact]
    public async Task FailedFlush_OfASeal_LetsInWhatItWouldHaveRefused()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        using var flush = new HeldFlush(disk);
        var seal = engine.AppendAsync(new LedgerCommand.SealTenant("a"), Token);
        await flush.BegunAsync();
        var refused = engine.AppendAsync(TestLog.Append("x"), Token);
        flush.Fail();
        await Should.ThrowAsync<EngineUnavailableException>(seal);
        (await refused).ShouldSatisfyAllConditions(answer => answer.Refusal.ShouldBeNull(), answer => answer.First.ShouldBe(3));
    }

    [Fact]
    public async Task Refusal_ThatRestsOnAGroupInFlight_IsNotAnsweredBeforeIt()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        using var flush = new HeldFlush(disk);
        var first = engine.AppendAsync(TestLog.Tenant, Token);
        await flush.BegunAsync();
        var known = engine.AppendAsync(TestLog.Tenant, Token);
        var refused = engine.AppendAsync(TestLog.Append("x"), Token);
        known.IsCompleted.ShouldBeFalse();
        refused.IsCompleted.ShouldBeFalse();
        flush.LetGo();
        (await first).IsKnown.ShouldBeFalse();
        (await known).IsKnown.ShouldBeTrue();
        (await refused).Refusal.ShouldBe(RefusalReason.UnknownStream);
    }

    [Fact]
    public async Task Command_ThatLeavesOnceItIsDecided_IsNotWritten_AndThoseBehindItAre()
    {
        var disk = new MemoryDisk();
        await using var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        using var flush = new HeldFlush(disk);
        var first = engine.AppendAsync(TestLog.Append("0"), Token);
        await flush.BegunAsync();
        using var cancel = new CancellationTokenSource();
        var before = engine.AppendAsync(TestLog.Append("1"), Token);
        var leaving = engine.AppendAsync(TestLog.Append("2"), cancel.Token);
        var behind = engine.AppendAsync(TestLog.Append("3"), Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        flush.LetGo();
        (await Task.WhenAll(first, before, behind)).Select(answer => answer.Last).ShouldBe([3, 4, 5]);
        engine.Copy.Texts().Skip(2).ShouldBe(["3 Data 0", "4 Data 1", "5 Data 3"]);
    }

    [Fact]
    public async Task Shutdown_FinishesTheGroupInFlightAndTheDecidedOne_WhateverComesOfTheFirst()
    {
        var disk = new MemoryDisk();
        var engine = await TestLog.EngineAsync(disk);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        using var flush = new HeldFlush(disk);
        var first = engine.AppendAsync(TestLog.Append("lost"), Token);
        await flush.BegunAsync();
        var second = engine.AppendAsync(TestLog.Append("kept"), Token);
        var stopped = engine.DisposeAsync().AsTask();
        flush.Fail();
        await Should.ThrowAsync<EngineUnavailableException>(first);
        (await second).Last.ShouldBe(3);
        await stopped;
        await using var again = await TestLog.EngineAsync(disk.AfterPowerFailure());
        again.Recovery!.Vouched.ShouldBe(3, "a shutdown leaves a checkpoint of the state at the head");
        again.Copy.Texts().Skip(2).ShouldBe(["3 Data kept"]);
    }

    [Fact]
    public async Task Groups_AreToldInTheOrderOfTheLog_EachBeforeItsAnswers()
    {
        const int Appenders = 16;
        const int Each = 50;
        var told = new ToldByEngine();
        await using var engine = TestLog.Engine(new MemoryDisk(), projections: told);
        await engine.StartAsync(Token);
        await engine.AppendAsync(TestLog.Tenant, Token);
        await engine.AppendAsync(TestLog.Stream, Token);
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                var answer = await engine.AppendAsync(TestLog.Append("x"), Token);
                told.Lines.ShouldContain($"log_append {answer.Last}");
            }
        }, Token)));
        var positions = told.Lines.Where(line => line.StartsWith("log_append ", StringComparison.Ordinal)).Select(line => long.Parse(line["log_append ".Length..], null)).ToArray();
        positions.ShouldBe(Enumerable.Range(1, 2 + Appenders * Each).Select(position => (long)position));
    }
}
