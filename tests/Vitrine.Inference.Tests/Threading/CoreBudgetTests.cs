using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Threading;

public sealed class CoreBudgetTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public void Take_ManyTeamsOfAnyWidth_NeverRunMoreThanThereAre()
    {
        const int Cores = 3;
        var budget = new CoreBudget(Cores);
        int running = 0;
        int most = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            using var team = new ComputeTeam(1 + (i % Cores), "test", budget);
            var work = new Counting(() => InterlockedMax(ref most, Interlocked.Increment(ref running)), () => Interlocked.Decrement(ref running), team);
            for (int round = 0; round < 200; round++) team.Run(work);
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join(Deadline).ShouldBeTrue();
        most.ShouldBeInRange(1, Cores);
        running.ShouldBe(0);
    }

    [Fact]
    public void Take_WideOneWaits_NarrowOnesBehindItWaitToo()
    {
        var budget = new CoreBudget(2);
        var order = new List<string>();
        budget.Take(1);
        Thread wide = Taker("wide", 2);
        SpinUntil(() => budget.Waiting == 1);
        Thread narrow = Taker("narrow", 1);
        SpinUntil(() => budget.Waiting == 2);
        lock (order) order.ShouldBeEmpty();
        budget.Return(1);
        wide.Join(Deadline).ShouldBeTrue();
        narrow.Join(Deadline).ShouldBeTrue();
        order.ShouldBe(["wide", "narrow"]);

        Thread Taker(string name, int count)
        {
            var thread = new Thread(() =>
            {
                budget.Take(count);
                lock (order) order.Add(name);
                budget.Return(count);
            });
            thread.Start();
            return thread;
        }
    }

    [Fact]
    public void Take_MoreThanThereAre_TakesThemAll()
    {
        var budget = new CoreBudget(2);
        budget.Take(5);
        var other = new Thread(() => budget.Take(1));
        other.Start();
        SpinUntil(() => budget.Waiting == 1);
        budget.Return(5);
        other.Join(Deadline).ShouldBeTrue();
    }

    [Fact]
    public void Take_HasToWait_SaysSoFirst()
    {
        var budget = new CoreBudget(1);
        budget.Take(1, () => throw new InvalidOperationException("There is nothing to wait for."));
        using var waits = new ManualResetEventSlim();
        var other = new Thread(() => budget.Take(1, waits.Set));
        other.Start();
        waits.Wait(Deadline).ShouldBeTrue();
        budget.Return(1);
        other.Join(Deadline).ShouldBeTrue();
    }

    [Fact]
    public async Task Load_SeveralEngines_TakeTurnsOnOneCore()
    {
        using TemporaryFile file = TestFiles.Write(new RandomModel().ToArray());
        var one = new CoreBudget(1);
        TextEngine[] engines = [.. Enumerable.Range(0, 3).Select(_ => TextEngine.LoadOn(one, file.Path, new EngineOptions()))];
        one.Take(1);
        TextGeneration[] all = [.. engines.Select(engine =>
        {
            engine.TrySubmit(GenerationRequest.FromText("ab", new SamplingOptions { Temperature = 0, MaxTokens = 40 }), out TextGeneration? generation, out _).ShouldBeTrue();
            return generation!;
        })];
        SpinUntil(() => one.Waiting == 3);
        all.ShouldAllBe(generation => generation.PrefillEndedTimestamp == 0);
        one.Return(1);
        GenerationResult[] results = await Task.WhenAll(all.Select(generation => generation.GetResultAsync())).WaitAsync(Deadline);
        results.ShouldAllBe(result => result.OutputTokens == 40);
        // In turns: nobody was done before everybody had begun.
        results.Max(result => result.Timings.FirstToken).ShouldBeLessThan(results.Min(result => result.Timings.Finished));
        foreach (TextEngine engine in engines) engine.Dispose();
    }

    [Fact]
    public void Load_MoreThreadsThanCores_HasAsManyAsCores()
    {
        using TestEngine test = new(new EngineOptions { Threads = 1000 });
        test.Engine.Info.Threads.ShouldBe(Environment.ProcessorCount);
        CoreBudget.Shared.ShouldNotBeNull();
    }

    private static void SpinUntil(Func<bool> isSo) => SpinWait.SpinUntil(isSo, Deadline).ShouldBeTrue();

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var other && other != seen) seen = other;
    }

    private sealed class Counting(Action enter, Action leave, ComputeTeam team) : ITeamWork
    {
        public void Run(int member)
        {
            enter();
            team.Meet();
            leave();
        }
    }
}
