using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Models;

/// <summary>Getting a model, alone and together.</summary>
public sealed class ModelPoolTests
{
    [Fact]
    public async Task Acquire_OfALoadedModel_IsAHitOnTheSameOne()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        using var first = await server.LeaseAsync("a");
        using var second = await server.LeaseAsync("a");
        second.Model.ShouldBeSameAs(first.Model);
        folder.Opened.ShouldBe(["a"]);
        server.Value("pool_acquire_total{result=\"miss\"}").ShouldBe(1);
        server.Value("pool_acquire_total{result=\"hit\"}").ShouldBe(1);
        server.Value("pool_active_streams{model_id=\"a\"}").ShouldBe(2);
        first.Dispose();
        first.Dispose();
        server.Value("pool_active_streams{model_id=\"a\"}").ShouldBe(1);
    }

    [Fact]
    public async Task Acquire_WhileItLoads_SharesTheLoad()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        folder.Hold("a");
        var requests = Enumerable.Range(0, 5).Select(_ => server.LeaseAsync("a")).ToArray();
        await server.WaitAsync(() => server.Pool.Loading is [{ Waiters: 5 }]);
        server.Value("pool_inflight_loads").ShouldBe(1);
        folder.LetGo("a");
        var leases = await Task.WhenAll(requests);
        leases.Select(lease => lease.Model).Distinct().Count().ShouldBe(1);
        folder.Opened.ShouldBe(["a"]);
        server.Value("pool_acquire_total{result=\"miss\"}").ShouldBe(1);
        server.Value("pool_acquire_total{result=\"dedup\"}").ShouldBe(4);
        server.Value("pool_singleflight_wait_seconds_count").ShouldBe(4);
        server.Value("pool_active_streams{model_id=\"a\"}").ShouldBe(5);
        foreach (var lease in leases) lease.Dispose();
        server.Value("pool_active_streams{model_id=\"a\"}").ShouldBe(0);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Acquire_OfAnUnknownModel_Is404WithTheNearestName()
    {
        using var folder = new ScriptedFolder("llama", "qwen");
        await using var server = await folder.ServeAsync();
        var error = await server.RefusalAsync("lama");
        (error.Code.Status, error.Message).ShouldBe((404, "There is no model 'lama'. Did you mean 'llama'?"));
        server.Value("pool_acquire_total{result=\"error\"}").ShouldBe(1);
    }

    [Fact]
    public async Task Load_ThatFails_TellsAllWhoWaitAndTheNextTriesAgain()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        folder.Hold("a");
        folder.Fail("a", new InvalidDataException("the tensor table is torn"));
        var requests = Enumerable.Range(0, 3).Select(_ => server.RefusalAsync("a")).ToArray();
        await server.WaitAsync(() => server.Pool.Loading is [{ Waiters: 3 }]);
        folder.LetGo("a");
        foreach (var error in await Task.WhenAll(requests))
        {
            (error.Code.Status, error.Detail).ShouldBe((500, "the tensor table is torn"));
            error.Message.ShouldNotContain("torn", customMessage: "a client needs no internals");
        }

        server.Pool.UsedBytes.ShouldBe(0);
        server.Value("pool_load_failures_total{stage=\"load\"}").ShouldBe(1);
        folder.Fail("a", null);
        await server.UseAsync("a");
        server.Value("pool_load_failures_total{stage=\"load\"}").ShouldBe(1);
        server.Value("model_load_seconds_count{model_id=\"a\"}").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Acquire_WhoseClientLeavesWhileItWaits_LeavesNoStream()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        folder.Hold("a");
        using var leaving = new CancellationTokenSource();
        var leader = server.AcquireAsync("a", leaving.Token);
        await server.WaitAsync(() => server.Pool.Loading is [{ Waiters: 1 }]);
        var waiter = server.AcquireAsync("a", leaving.Token);
        var stays = server.LeaseAsync("a");
        await server.WaitAsync(() => server.Pool.Loading is [{ Waiters: 3 }]);
        await leaving.CancelAsync();
        (await waiter).Error.ShouldNotBeNull().Code.Name.ShouldBe("canceled");
        leader.IsCompleted.ShouldBeFalse("the load is a scope of the request that caused it");
        folder.LetGo("a");
        (await leader).Error.ShouldNotBeNull().Code.Name.ShouldBe("canceled");
        using (await stays) server.Value("pool_active_streams{model_id=\"a\"}").ShouldBe(1);
        server.Value("pool_active_streams{model_id=\"a\"}").ShouldBe(0);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Stop_WhileModelsLoad_LetsGoOfAllWhoWait()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync(configure: options => options with { DrainTimeout = TimeSpan.Zero });
        folder.Hold("a");
        var requests = Enumerable.Range(0, 3).Select(_ => server.RefusalAsync("a")).ToArray();
        await server.WaitAsync(() => server.Pool.Loading is [{ Waiters: 3 }]);
        var stopped = server.Role.StopAsync();
        foreach (var error in await Task.WhenAll(requests)) (error.Code.Status, error.Message).ShouldBe((503, "The server is shutting down."));
        folder.LetGo("a");
        await stopped.WaitAsync(ModelServerFixture.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Acquire_ByManyOfMoreModelsThanFit_EndsConsistently()
    {
        string[] ids = ["a", "b", "c", "d", "e"];
        using var folder = new ScriptedFolder(ids);
        await using var server = await folder.ServeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var (lease, error) = await server.AcquireAsync(ids[i * 7 % ids.Length]);
            await Task.Yield();
            lease?.Dispose();
            return lease is not null ? "ok" : error!.Code.Name;
        })));
        answers.ShouldAllBe(answer => answer == "ok" || answer == "unavailable");
        answers.ShouldContain("ok");
        await server.WaitAsync(() => server.Pool is { Leaving: [], Loading: [] });
        var pool = server.Pool;
        pool.Loaded.Count.ShouldBeLessThanOrEqualTo(2);
        pool.Loaded.ShouldAllBe(member => member.ActiveStreams == 0);
        pool.UsedBytes.ShouldBe(1000 * pool.Loaded.Count);
        var open = ids.SelectMany(folder.Of).Count(model => !model.IsDisposed);
        open.ShouldBe(pool.Loaded.Count, "every model that is out of the pool is freed");
        (Total("hit") + Total("miss") + Total("dedup")).ShouldBe(answers.Count(answer => answer == "ok"));
        (Total("busy") + Total("error")).ShouldBe(answers.Count(answer => answer != "ok"));
        Total("miss").ShouldBe(folder.Opened.Count);
        server.ShouldReconcile();

        double Total(string result) => server.Value($"pool_acquire_total{{result=\"{result}\"}}").ShouldNotBeNull();
    }
}
