using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Queueing;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Queueing;

public sealed class FairnessQueueTests
{
    private static readonly Caller s_alice = new("alice");
    private static readonly Caller s_bob = new("bob");
    private readonly ManualClock _clock = new();

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enter_WhileThereIsRoom_DoesNotWait()
    {
        using var queue = Queue(atOnce: 2);
        (await queue.EnterAsync(s_alice, Patience)).ShouldBeNull();
        (await queue.EnterAsync(s_alice, Patience)).ShouldBeNull();
        queue.Running.ShouldBe(2);
        queue.EnterAsync(s_bob, Patience).IsCompleted.ShouldBeFalse();
        queue.Waiting.ShouldBe(1);
    }

    // Acceptance check TA18 of the contract.
    [Fact]
    public async Task Leave_HeavyUserAndLightOneWait_TheLightOneGoesFirst()
    {
        using var queue = Queue(atOnce: 1);
        await queue.EnterAsync(s_alice, Patience);
        var order = new List<string>();
        var alice = Wait(queue, s_alice, order);
        var bob = Wait(queue, s_bob, order);
        queue.Waiting.ShouldBe(2);
        queue.Leave(s_alice, new TokenUsage { Input = 100, Output = 500 });
        await bob;
        queue.Leave(s_bob, new TokenUsage { Input = 1 });
        await alice;
        order.ShouldBe(["bob", "alice"]);
    }

    [Fact]
    public async Task Leave_OneUsersRequests_GoInTheOrderOfTheirComing()
    {
        using var queue = Queue(atOnce: 1);
        await queue.EnterAsync(s_bob, Patience);
        var order = new List<string>();
        Task[] waits = [.. Enumerable.Range(0, 5).Select(i => Wait(queue, s_alice, order, $"{i}"))];
        foreach (var wait in waits)
        {
            queue.Leave(s_alice, default);
            await wait;
        }

        order.ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Fact]
    public async Task Leave_UnknownCallerWaits_GoesLast()
    {
        using var queue = Queue(atOnce: 1);
        await queue.EnterAsync(s_alice, Patience);
        var order = new List<string>();
        var unknown = Wait(queue, Caller.Unknown, order, "unknown");
        var alice = Wait(queue, s_alice, order);
        queue.Leave(s_alice, new TokenUsage { Output = 1_000_000 });
        await alice;
        queue.Leave(s_alice, default);
        await unknown;
        order.ShouldBe(["alice", "unknown"]);
    }

    [Fact]
    public async Task Leave_UsageLeftTheWindow_CountsNoMore()
    {
        using var queue = Queue(atOnce: 1);
        await queue.EnterAsync(s_alice, Patience);
        queue.Leave(s_alice, new TokenUsage { Output = 1000 });
        _clock.Advance(TimeSpan.FromMinutes(6));
        await queue.EnterAsync(s_bob, Patience);
        queue.Leave(s_bob, new TokenUsage { Output = 10 });
        await queue.EnterAsync(s_bob, Patience);
        var order = new List<string>();
        var bob = Wait(queue, s_bob, order);
        var alice = Wait(queue, s_alice, order);
        queue.Leave(s_bob, default);
        await alice;
        queue.Leave(s_alice, default);
        await bob;
        order.ShouldBe(["alice", "bob"]);
    }

    // Acceptance check TA19 of the contract.
    [Fact]
    public async Task Enter_LongerThanTheTimeout_IsRefusedAndHoldsNothing()
    {
        using var queue = Queue(atOnce: 1);
        await queue.EnterAsync(s_alice, Patience);
        var waiting = queue.EnterAsync(s_bob, Patience).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(61));
        (await waiting).ShouldBe(GatewayErrors.QueueTimeout);
        queue.Waiting.ShouldBe(0);
        queue.Leave(s_alice, default);
        queue.Running.ShouldBe(0);
    }

    [Fact]
    public async Task Enter_WaiterLeaves_HoldsNothing()
    {
        using var queue = Queue(atOnce: 1);
        await queue.EnterAsync(s_alice, Patience);
        using var left = new CancellationTokenSource();
        var waiting = queue.EnterAsync(s_bob, left.Token).AsTask();
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        queue.Waiting.ShouldBe(0);
        queue.Leave(s_alice, default);
        (await queue.EnterAsync(s_alice, Patience)).ShouldBeNull();
    }

    [Fact]
    public async Task Enter_BeyondThoseWhoMayWait_IsRefusedAtOnce()
    {
        using var queue = Queue(atOnce: 1, mayWait: 2);
        await queue.EnterAsync(s_alice, Patience);
        _ = queue.EnterAsync(s_bob, Patience).AsTask();
        _ = queue.EnterAsync(s_bob, Patience).AsTask();
        (await queue.EnterAsync(s_bob, Patience)).ShouldBe(GatewayErrors.QueueFull);
    }

    [Fact]
    public async Task Enter_WithAPace_LeavesInItsTime()
    {
        using var queue = new FairnessQueue(new FairnessOptions { MaxConcurrent = null, MaxPerSecond = 10 }, _clock);
        await queue.EnterAsync(s_alice, Patience);
        var second = queue.EnterAsync(s_alice, Patience).AsTask();
        var third = queue.EnterAsync(s_alice, Patience).AsTask();
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        second.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        (await second).ShouldBeNull();
        third.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        (await third).ShouldBeNull();
    }

    [Fact]
    public async Task EnterAndLeave_FromManyThreads_EndEmpty()
    {
        using var queue = new FairnessQueue(new FairnessOptions { MaxConcurrent = 3, MaxWaiting = 10_000 }, TimeProvider.System);
        var (inside, most) = (0, 0);
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Patience }, async (i, cancellation) =>
        {
            using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var entering = queue.EnterAsync(new Caller($"user-{i % 7}"), left.Token);
            if (i % 5 == 0) await left.CancelAsync();
            try
            {
                (await entering).ShouldBeNull();
            }
            catch (OperationCanceledException)
            {
                return;
            }

            InterlockedMax(ref most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            queue.Leave(new Caller($"user-{i % 7}"), new TokenUsage { Input = i });
        });
        most.ShouldBeInRange(1, 3);
        queue.Running.ShouldBe(0);
        queue.Waiting.ShouldBe(0);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private static async Task Wait(FairnessQueue queue, Caller caller, List<string> order, string? name = null)
    {
        (await queue.EnterAsync(caller, Patience)).ShouldBeNull();
        lock (order) order.Add(name ?? caller.Name);
    }

    private FairnessQueue Queue(int atOnce, int mayWait = 100) => new(new FairnessOptions { MaxConcurrent = atOnce, MaxWaiting = mayWait }, _clock);
}
