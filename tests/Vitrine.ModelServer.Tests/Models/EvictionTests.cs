using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Models;

/// <summary>Leaving the pool: for room, for time, for a newer file, by request.</summary>
public sealed class EvictionTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Load_WithEveryPlaceInUse_IsRefusedAndEvictsNobody()
    {
        using var folder = new ScriptedFolder("a", "b");
        await using var server = await folder.ServeAsync(configure: options => options with { ModelsInPool = 1 });
        var lease = await server.LeaseAsync("a");
        (await server.RefusalAsync("b")).Code.Status.ShouldBe(503);
        folder.Of("a").Single().IsDisposed.ShouldBeFalse();
        server.Value("pool_acquire_total{result=\"busy\"}").ShouldBe(1);
        lease.Dispose();
        await server.UseAsync("b");
        folder.Of("a").Single().IsDisposed.ShouldBeTrue();
        server.Evictions.ShouldBe(["evicted a cap"]);
        server.Value("pool_evictions_total{reason=\"cap\",selection=\"coldest-idle\"}").ShouldBe(1);
        server.Value("pool_evict_before_load_total").ShouldBe(1);
        server.Value("pool_evict_wait_seconds_count").ShouldBe(1);
        server.Value("pool_items_in_pool").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Load_WithIdleModels_EvictsTheColdest()
    {
        var clock = new ManualClock();
        using var folder = new ScriptedFolder("a", "b", "c");
        await using var server = await folder.ServeAsync(clock);
        foreach (var id in (string[])["a", "b", "a", "c"])
        {
            await server.UseAsync(id);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        server.Evictions.ShouldBe(["evicted b cap"]);
    }

    [Fact]
    public async Task Load_BeyondTheBudget_EvictsTheSmallestThatFits()
    {
        using var folder = new ScriptedFolder();
        folder.Write("small", 1000);
        folder.Write("middle", 3000);
        folder.Write("large", 5000);
        folder.Write("new", 2000);
        await using var server = await folder.ServeAsync(configure: options => options with { ModelsInPool = 9, BudgetBytes = 9500 });
        foreach (var id in (string[])["small", "large", "middle", "new"]) await server.UseAsync(id);
        server.Evictions.ShouldBe(["evicted middle budget"]);
        server.Value("pool_evictions_total{reason=\"budget\",selection=\"smallest-fit\"}").ShouldBe(1);
        server.Value("resman_ram_used_bytes").ShouldBe(8000);
        server.Value("resman_ram_free_bytes").ShouldBe(1500);
        server.Value("resman_reservations").ShouldBe(3);
        server.Value("resman_reservation_bytes{model_id=\"new\",kind=\"ram\",device=\"host\"}").ShouldBe(2000);
    }

    [Fact]
    public async Task Load_ThatTheBudgetNeverHolds_Is429BeforeAnyEviction()
    {
        using var folder = new ScriptedFolder("a", "b");
        folder.Write("huge", 5000);
        await using var server = await folder.ServeAsync(configure: options => options with { BudgetBytes = 4000 });
        await server.UseAsync("a");
        await server.UseAsync("b");
        var error = await server.RefusalAsync("huge");
        (error.Code.Status, error.Code.Name, error.Message).ShouldBe((429, "resource_exhausted", "The model 'huge' needs 5000 bytes of memory, and all models together may take 4000."));
        server.Evictions.ShouldBeEmpty();
        server.Value("resman_reserve_rejections_total{reason=\"no_capacity\"}").ShouldBe(1);
        server.Value("pool_load_failures_total{stage=\"reserve\"}").ShouldBe(1);
        server.Value("pool_acquire_total{result=\"error\"}").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Load_WithoutMemoryForItWhileOthersAreUsed_IsBusyAndSucceedsLater()
    {
        using var folder = new ScriptedFolder("a", "b");
        await using var server = await folder.ServeAsync(configure: options => options with { BudgetBytes = 1500 });
        var lease = await server.LeaseAsync("a");
        (await server.RefusalAsync("b")).Code.Status.ShouldBe(503);
        folder.Of("a").Single().IsDisposed.ShouldBeFalse();
        lease.Dispose();
        await server.UseAsync("b");
        server.Evictions.ShouldBe(["evicted a budget"]);
    }

    [Fact]
    public async Task Expiry_WithAStream_IsPreventedAndComesAfterIt()
    {
        var clock = new ManualClock();
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync(clock, options => options with { IdleTime = s_minute });
        var lease = await server.LeaseAsync("a");
        clock.Advance(s_minute);
        server.Evictions.ShouldBe(["prevented a ttl"]);
        folder.Of("a").Single().IsDisposed.ShouldBeFalse();
        clock.Advance(s_minute / 2);
        lease.Dispose();
        clock.Advance(s_minute / 2);
        server.Pool.Loaded.Count.ShouldBe(1, "half a minute is not one");
        clock.Advance(s_minute / 2);
        await server.SettledAsync(0);
        server.Evictions.ShouldBe(["prevented a ttl", "evicted a ttl"]);
        server.Value("pool_evictions_total{reason=\"ttl\",selection=\"n/a\"}").ShouldBe(1);
        folder.Of("a").Single().IsDisposed.ShouldBeTrue();
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Expiry_OfAModelThatIsUsed_StartsAnew()
    {
        var clock = new ManualClock();
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync(clock, options => options with { IdleTime = s_minute });
        for (var i = 0; i < 5; i++)
        {
            await server.UseAsync("a");
            clock.Advance(s_minute * 0.9);
        }

        server.Evictions.ShouldBeEmpty();
        clock.Advance(s_minute);
        await server.SettledAsync(0);
    }

    [Fact]
    public async Task Replacement_OfAFileInUse_LeavesTheOldModelToItsStreams()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync(configure: options => options with { ModelsInPool = 1 });
        var old = await server.LeaseAsync("a");
        folder.Write("a", 1200);
        using var fresh = await server.LeaseAsync("a");
        fresh.Model.ShouldNotBeSameAs(old.Model);
        folder.Of("a")[0].IsDisposed.ShouldBeFalse();
        server.Value("resman_reservation_bytes{model_id=\"a\",kind=\"ram\",device=\"host\"}").ShouldBe(2200, "both are in memory");
        (await server.Client.GetStringAsync("/v1/models/ps", TestContext.Current.CancellationToken)).ShouldContain("\"status\":\"replaced\"");
        old.Dispose();
        await server.SettledAsync(1);
        folder.Of("a").Select(model => model.IsDisposed).ShouldBe([true, false]);
        server.Evictions.ShouldBe(["skipped (replacement with active streams) a replacement", "evicted a replacement"]);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Replacement_OfAnIdleFile_LoadsTheNewOne()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        await server.UseAsync("a");
        folder.Write("a", 1200);
        await server.UseAsync("a");
        await server.SettledAsync(1);
        server.Evictions.ShouldBe(["evicted a replacement"]);
        server.Pool.UsedBytes.ShouldBe(1200);
    }

    [Fact]
    public async Task Deletion_OfALoadedFile_LeavesItServing()
    {
        var clock = new ManualClock();
        using var folder = new ScriptedFolder("a", "b");
        await using var server = await folder.ServeAsync(clock);
        await server.UseAsync("a");
        folder.Delete("a");
        folder.Delete("b");
        clock.Advance(s_minute);
        await server.UseAsync("a");
        server.Value("pool_acquire_total{result=\"hit\"}").ShouldBe(1);
        (await server.Client.GetStringAsync("/v1/models/ps", TestContext.Current.CancellationToken)).ShouldContain("\"status\":\"loaded, file deleted\"");
        (await server.RefusalAsync("b")).Code.Status.ShouldBe(404);
        using var unloaded = await server.UnloadAsync("a");
        unloaded.EnsureSuccessStatusCode();
        (await server.RefusalAsync("a")).Code.Status.ShouldBe(404);
    }
}
