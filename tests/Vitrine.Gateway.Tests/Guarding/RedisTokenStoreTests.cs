using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Gateway.Guarding;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Guarding;

public sealed class RedisTokenStoreTests
{
    private static readonly TokenLimit s_limit = new(new ObjectName("default", "r1"), LimitedTokens.Output, 100, TimeSpan.FromDays(1));

    [Fact]
    public async Task TakeAsync_TwoStores_ShareOneBucket()
    {
        await using var redis = await RedisServer.StartAsync();
        using var one = Store(redis.Address);
        using var two = Store(redis.Address);
        (await TakeAsync(one, 60)).ShouldBeNull();
        (await TakeAsync(two, 60)).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromHours(4), TimeSpan.FromHours(5));
        (await TakeAsync(two, 40)).ShouldBeNull();
        (await TakeAsync(one, 0)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Charge_MoreThanThereIs_GoesIntoDebt()
    {
        await using var redis = await RedisServer.StartAsync();
        using var store = Store(redis.Address);
        (await TakeAsync(store, 0)).ShouldBeNull();
        store.Charge(s_limit, 200);
        // Commands of one store go one after the other, so this one comes behind the charge.
        (await TakeAsync(store, 0)).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromHours(23));
    }

    [Fact]
    public async Task TakeAsync_ManyAtOnce_LetExactlyTheLimitThrough()
    {
        await using var redis = await RedisServer.StartAsync();
        using var one = Store(redis.Address);
        using var two = Store(redis.Address);
        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => TakeAsync(i % 2 == 0 ? one : two, 10)));
        taken.Count(wait => wait is null).ShouldBe(10);
    }

    [Fact]
    public async Task TakeAsync_ConnectionDroppedWhileIdle_IsNoOutage()
    {
        await using var redis = await RedisServer.StartAsync();
        using var store = Store(redis.Address);
        (await TakeAsync(store, 60)).ShouldBeNull();
        await using var other = await RedisConnection.OpenAsync("127.0.0.1", redis.Port, null, CancellationToken.None);
        (await other.SendAsync(["CLIENT", "KILL", "TYPE", "normal"], CancellationToken.None)).ShouldBe(1L);
        // The stand-in would have let these through.
        (await TakeAsync(store, 60)).ShouldNotBeNull();
        await redis.KillAsync();
        await redis.StartAgainAsync();
        (await TakeAsync(store, 100)).ShouldBeNull();
        (await TakeAsync(store, 1)).ShouldNotBeNull();
    }

    [Fact]
    public async Task TakeAsync_NobodyThere_TheLocalBucketCounts()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        using var store = Store(redis.Address);
        (await TakeAsync(store, 60)).ShouldBeNull();
        (await TakeAsync(store, 60)).ShouldNotBeNull();
    }

    private static RedisTokenStore Store(string address) => new(address, null, TimeSpan.FromMinutes(1), new LocalTokenStore(TimeProvider.System), TimeProvider.System, NullLogger.Instance);

    private static Task<TimeSpan?> TakeAsync(RedisTokenStore store, long tokens) => store.TakeAsync(s_limit, tokens, CancellationToken.None).AsTask();
}
